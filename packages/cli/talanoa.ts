import process from "node:process";
import { getSystemErrorMessage } from "node:util";
import { Interrupted, OutputClosed, OutputLost } from "./context.ts";
import { exitCodes } from "./exit-code.ts";
import { runProgram } from "./program.ts";
import { processTerminal } from "./terminal.ts";

const stop = new AbortController();
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return stop.abort(new OutputClosed());
    if (error.errno === undefined) throw error;
    // Also when the command is over: what it wrote last may fail behind it.
    process.exitCode = exitCodes.outputLost;
    if (!stop.signal.aborted && stream === process.stdout)
      process.stderr.write(
        `talanoa: the output cannot be written: ${getSystemErrorMessage(error.errno)}\n`,
      );
    stop.abort(new OutputLost());
  });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    // The second time the person means it.
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new Interrupted());
  });

const exitCode = await runProgram(process.argv.slice(2), processTerminal(process), stop.signal);
process.exitCode ??= exitCode;
// A standard input that nobody closed would keep the process.
process.stdin.destroy();

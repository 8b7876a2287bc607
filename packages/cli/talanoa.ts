import process from "node:process";
import { Interrupted, OutputClosed } from "./context.ts";
import { runProgram } from "./program.ts";
import { processTerminal } from "./terminal.ts";

const stop = new AbortController();
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    stop.abort(new OutputClosed());
  });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    // The second time the person means it.
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new Interrupted());
  });

process.exitCode = await runProgram(process.argv.slice(2), processTerminal(process), stop.signal);
// A standard input that nobody closed would keep the process.
process.stdin.destroy();

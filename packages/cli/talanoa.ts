#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { Interrupted, OutputClosed } from "./context.ts";
import { processTerminal } from "./terminal.ts";

const terminal = processTerminal(process);
// Halves the start. Not in the folder of temporary files, where others could put code.
enableCompileCache(
  join(terminal.env["XDG_CACHE_HOME"] || join(terminal.home, ".cache"), "talanoa"),
);

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

const { runProgram } = await import("./program.ts");
process.exitCode = await runProgram(process.argv.slice(2), terminal, stop.signal);
// A standard input that nobody closed would keep the process.
process.stdin.destroy();

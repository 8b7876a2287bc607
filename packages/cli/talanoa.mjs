#!/usr/bin/env node
// Plain JavaScript, so that compiled code is already kept when the first TypeScript is loaded: the
// command then starts without the part of Node that strips types, in half the time. It runs under
// any Node that the machine has, until it is sure of one that can run the rest.
import * as nodeModule from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The first that knows `await using`. */
const NEEDED = 24;

if (Number.parseInt(process.versions.node, 10) < NEEDED) {
  const { runUnderOwnNode } = await import("./own-node.mjs");
  process.exitCode = await runUnderOwnNode(fileURLToPath(import.meta.url), NEEDED);
} else {
  const { XDG_CACHE_HOME } = process.env;
  // Not in the folder of temporary files, where others could put code.
  nodeModule.enableCompileCache(
    join(XDG_CACHE_HOME || join(homedir(), ".cache"), "talanoa", "compiled"),
  );
  await import("./talanoa.ts");
}

#!/usr/bin/env node
// Plain JavaScript, so that compiled code is already kept when the first TypeScript is loaded: the
// command then starts without the part of Node that strips types, in half the time.
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";

// Not in the folder of temporary files, where others could put code.
enableCompileCache(join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "talanoa", "compiled"));
await import("./talanoa.ts");

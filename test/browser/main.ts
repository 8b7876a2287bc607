// npm run test:browser [-- PART…]: builds the console's pages and tries them in a real browser against a real embedded
// hub: all parts, or those that are named (smoke, live, notice, …). Screenshots of each page go to test/browser/shots.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { argv, env } from "node:process";
import { findChromium } from "./find-chromium.ts";

const root = join(import.meta.dirname, "..", "..");
const parts = argv.slice(2);
const found = await findChromium({ fromEnv: env["TALANOA_CHROMIUM"], report: console.log });
if ("fault" in found) {
  console.log(`Left out: the console in a browser (${parts.join(", ") || "all"}): ${found.fault}`);
} else {
  env["TALANOA_CHROMIUM"] = found.path;
  process.exitCode =
    (await run("vite", "bin/vite.js", "build", "services/console", "--logLevel", "warn")) ||
    (await run(
      "vitest",
      "vitest.mjs",
      "run",
      "--config",
      join(import.meta.dirname, "vitest.config.ts"),
      ...parts.map((part) => `test/browser/${part}.test.ts`),
    ));
}

/** Runs the program of an installed package to its end; gives its status. */
async function run(name: string, program: string, ...args: string[]): Promise<number> {
  const file = join(root, "node_modules", name, program);
  const child = spawn(process.execPath, [file, ...args], { cwd: root, stdio: "inherit" });
  const [status] = (await once(child, "close")) as [number | null];
  return status ?? 1;
}

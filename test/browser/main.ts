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
  const vitest = "node_modules/vitest/vitest.mjs";
  const config = "test/browser/vitest.config.ts";
  const files = parts.map((part) => `test/browser/${part}.test.ts`);
  const started = performance.now();
  process.exitCode =
    (await run("scripts/build-web.mjs")) ||
    (await run(vitest, "run", "--config", config, ...files));
  console.log(
    `The console in a browser took ${Math.round((performance.now() - started) / 1_000)} s.`,
  );
}

/** Runs a program of this folder to its end; gives its status. */
async function run(program: string, ...args: string[]): Promise<number> {
  const child = spawn(process.execPath, [join(root, program), ...args], {
    cwd: root,
    stdio: "inherit",
  });
  const [status] = (await once(child, "close")) as [number | null];
  return status ?? 1;
}

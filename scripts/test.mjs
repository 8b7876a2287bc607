// npm test: every test. The one that waits minutes for the broker's own clock waits beside the others, whose two at
// once leave it what little it needs. With arguments they go to vitest, which then runs alone.
import { spawn } from "node:child_process";

const WAITS = "test/erasure-cluster.test.ts";
const given = process.argv.slice(2);
const children = [];

/** Runs vitest; its exit status. */
function vitest(args, stdio) {
  const child = spawn("vitest", ["run", ...args], { stdio });
  children.push(child);
  const written = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => written.push(chunk));
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    // By a signal: as a shell says it.
    child.on("close", (code) => {
      process.stdout.write(Buffer.concat(written));
      resolve(code ?? 1);
    });
  });
}

// Ctrl-C reaches them as well, and they tell how it went.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {
  for (const child of children) child.kill();
});
const runs =
  given.length > 0
    ? [vitest(given, "inherit")]
    : [vitest(["--exclude", WAITS], "inherit"), vitest([WAITS], ["ignore", "pipe", "pipe"])];
process.exitCode = Math.max(...(await Promise.all(runs)));

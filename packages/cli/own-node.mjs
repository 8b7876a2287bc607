import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const ownNode = join(root, "node_modules", "node", "bin", "node");

/**
 * Runs a script again with the same arguments under the Node that `npm install` put here; gives its exit
 * status. Says what to do where that is missing or itself too old.
 */
export async function runUnderOwnNode(script, needed) {
  if (!existsSync(ownNode) || process.execPath === ownNode) {
    console.error(
      `talanoa: this is Node ${process.versions.node}, and Node ${needed} or later is needed\n` +
        `Run npm ci in ${root}: it brings its own.`,
    );
    return 2;
  }
  const child = spawn(ownNode, [script, ...process.argv.slice(2)], { stdio: "inherit" });
  // Ctrl-C comes to both: this one only waits. What is sent to this one alone is passed on.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

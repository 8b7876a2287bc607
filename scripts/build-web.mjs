// Makes the console's pages (services/console/web/dist) when they are missing or older than what they are made of.
// `npm start` calls it after the set-up: when there is nothing to do it takes a tenth of a second.
import { spawn } from "node:child_process";
import { readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const web = join(root, "services", "console", "web");
const dist = join(web, "dist");

/** What the pages are made of. */
const sources = [
  "package-lock.json",
  "packages",
  "services/console/package.json",
  "services/console/precompress.ts",
  "services/console/vite.config.ts",
  "services/console/web",
];

if (!isFresh()) await build();

function isFresh() {
  const made = statSync(join(dist, "index.html"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return made > 0 && sources.every((source) => isOlder(join(root, source), made));
}

/** Whether a file, or all in a folder, was changed before a time; a folder changes when a file in it is removed. */
function isOlder(path, time) {
  const its = statSync(path);
  // The folder of the pages changes when they are made.
  if (its.mtimeMs > time && path !== web) return false;
  if (!its.isDirectory()) return true;
  return readdirSync(path).every(
    (name) => name === "node_modules" || name.startsWith("dist") || isOlder(join(path, name), time),
  );
}

async function build() {
  console.log("Making the console's pages …");
  const started = performance.now();
  // Aside, so that a console that runs has pages all the time.
  const aside = `${dist}-${process.pid}`;
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const config = join(root, "services", "console", "vite.config.ts");
  const args = [vite, "build", "--config", config, "--outDir", aside, "--logLevel", "error"];
  const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code === 0) {
    rmSync(dist, { recursive: true, force: true });
    renameSync(aside, dist);
    console.log(`Made in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  } else {
    rmSync(aside, { recursive: true, force: true });
    console.error("\nThe console's pages could not be made: what vite says is above.");
    process.exitCode = 1;
  }
}

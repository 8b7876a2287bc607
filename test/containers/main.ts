// npm run test:containers [-- PART…]: builds the images, starts docker-compose.yml with secrets of its own, runs the tests
// beside this file against it (all, or failover, renewal, restore, rolling, smoke), and removes it all but the images.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argv, env } from "node:process";
import { ComposedHub, engineFault, root } from "./engine.ts";
import { enterMembers } from "./identities.ts";

const parts = argv.slice(2);
const fault = await engineFault();
if (fault) {
  const leftOut = parts.length > 0 ? parts : ["failover", "renewal", "restore", "rolling", "smoke"];
  console.log(`Left out: the hub in containers (${leftOut.join(", ")}): ${fault}`);
} else {
  process.exitCode = await testComposedHub();
}

/** Status of the tests. */
async function testComposedHub(): Promise<number> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "talanoa-containers-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const secrets = join(folder, "secrets");
  const hub = new ComposedHub("talanoa-test", secrets);
  await run(join(root, "packages", "cli", "talanoa.mjs"), "setup", "--into", secrets);
  await timed("images built", () => hub.compose("build", "--quiet"));
  opened.defer(async () => void (await hub.compose("down", "--volumes", "--timeout", "1")));
  try {
    await timed("hub up and healthy", () => hub.compose("up", "--detach", "--no-build", "--wait"));
  } catch (error) {
    await tellWhy(hub);
    throw error;
  }
  const identities = join(folder, "identities");
  await timed("directory filled", () => enterMembers(secrets, identities));
  env["TALANOA_CONTAINERS"] = JSON.stringify({ project: hub.project, secrets, identities });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const config = join(import.meta.dirname, "vitest.config.ts");
  const status = await run(vitest, "run", "--config", config, ...parts);
  if (status !== 0) await tellWhy(hub);
  return status;
}

/** Prints how each container is and what it said last: they are gone after it. */
async function tellWhy(hub: ComposedHub): Promise<void> {
  console.log(await hub.compose("ps", "--all"));
  console.log(await hub.compose("logs", "--no-color", "--tail", "100"));
}

async function timed(what: string, action: () => Promise<unknown>): Promise<void> {
  const from = performance.now();
  await action();
  console.log(`${what}: ${((performance.now() - from) / 1_000).toFixed(1)} s`);
}

/** Runs a program of ours to its end; gives its status. */
async function run(program: string, ...args: string[]): Promise<number> {
  const child = spawn(process.execPath, [program, ...args], { cwd: root, stdio: "inherit" });
  const [status] = (await once(child, "close")) as [number | null];
  return status ?? 1;
}

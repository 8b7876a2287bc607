import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runningStack } from "@talanoa/devstack/running-stack.ts";
import { afterAll, beforeAll, beforeEach, afterEach, expect, test, vi } from "vitest";

// What `npm start` runs, in a folder of its own. The tests go on from one another: what one leaves, the next one finds.

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });
const program = join(import.meta.dirname, "..", "packages", "devstack", "main.ts");

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "talanoa-start-"));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

let runs: Run[];
beforeEach(() => {
  runs = [];
});
afterEach(async () => {
  for (const { child } of runs) if (child.exitCode === null) child.kill("SIGKILL");
  await nothingRuns();
});

interface Run {
  readonly child: ChildProcess;
  /** The exit status, null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** All that was said so far, on both outputs. */
  said(): string;
  /** Resolves when this has been said; rejects when the run ends without. */
  says(text: string | RegExp): Promise<void>;
}

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Run {
  const child = spawn(process.execPath, [program, "--data", dataDir, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, "close").then(([code]) => code as number | null);
  const run: Run = {
    child,
    ended,
    said: () => output,
    async says(text) {
      const over = ended.then(() => "ended");
      const heard = vi.waitFor(() => expect(output).toMatch(text), { timeout: 200_000 });
      await Promise.race([heard, over]);
      expect(output).toMatch(text);
    },
  };
  runs.push(run);
  return run;
}

/** Waits until no process of the last run is left. */
function nothingRuns(): Promise<void> {
  return vi.waitFor(
    async () => {
      const folder = join(dataDir, "run", "processes");
      const alive = [];
      for (const name of await readdir(folder).catch(() => [])) {
        const { pid } = JSON.parse(await readFile(join(folder, name), "utf8")) as { pid: number };
        if (isAlive(pid)) alive.push(name);
      }
      expect(alive).toEqual([]);
    },
    { timeout: 60_000, interval: 200 },
  );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("a start that is told to use a port in use names the setting, and leaves nothing running", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  try {
    const run = start(["--once"], { TALANOA_PORT_MEMBER_FEEDS: String(port) });
    expect(await run.ended).toBe(1);
    expect(run.said()).toContain(
      `Port ${port}, set by TALANOA_PORT_MEMBER_FEEDS, is in use by another program.`,
    );
    expect(run.said()).not.toContain("    at ");
  } finally {
    other.close();
  }
});

test("Ctrl-C while it starts ends it, and leaves nothing running", async () => {
  const run = start(["--once"]);
  await run.says("Starting the services");
  run.child.kill("SIGINT");
  expect(await run.ended).toBe(130);
  expect(run.said()).not.toContain("    at ");
  expect(runningStack(dataDir)).toBeUndefined();
  expect(await readdir(join(dataDir, "run", "processes"))).toEqual([]);
});

test("after kill -9 in the middle of the demo, a run ends with status 0 and all as planned; a second start beside it is told so", async () => {
  const killed = start(["--once"]);
  await killed.says("The hub serves");
  // In the middle: a line tells who received a notice, and most of the 64 are still to come.
  await killed.says(/\d\/\d+ [A-Z]{2} /);
  killed.child.kill("SIGKILL");
  expect(await killed.ended).toBe(null);
  expect(killed.said()).not.toContain("notices published");

  const whole = start(["--once"]);
  await whole.says("The hub serves");
  const second = start(["--once"]);
  expect(await second.ended).toBe(1);
  expect(second.said()).toContain(
    `Talanoa already runs on this data folder: process ${whole.child.pid}`,
  );
  expect(await whole.ended).toBe(0);
  expect(whole.said()).toMatch(/notices published +64\n/);
  expect(whole.said()).toMatch(/copies received +(\d+), planned \1\n/);
  expect(whole.said()).toContain("All as planned:");
  expect(runningStack(dataDir)).toBeUndefined();
  expect(await readdir(join(dataDir, "run", "processes"))).toEqual([]);
});

test("once more on the same data, it stays up until Ctrl-C, and ends with status 0", async () => {
  const run = start([]);
  await run.says("The hub stays up.");
  expect(run.said()).toContain("All as planned:");
  expect(runningStack(dataDir)?.pid).toBe(run.child.pid);
  const [, console] = /^The console: (http:\S+)/m.exec(run.said())!;
  const signIn = await fetch(`${console}/sign-in`);
  expect(await signIn.text()).toContain('id="fj-liaison"');
  run.child.kill("SIGINT");
  expect(await run.ended).toBe(0);
  expect(run.said()).not.toContain("    at ");
  expect(runningStack(dataDir)).toBeUndefined();
  expect(await readdir(join(dataDir, "run", "processes"))).toEqual([]);
});

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@nats-io/transport-node";
import type { Identity } from "@talanoa/client/identity.ts";
import pg from "pg";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { compiledFolder, defaultCacheDir } from "./cache-folder.ts";
import { recordProcess } from "./leftovers.ts";
import { processIdentity } from "./process-identity.mjs";
import { AlreadyRunning, runningStack } from "./running-stack.ts";
import type { ServiceSpec } from "./services-table.ts";
import { startStack, type StackOptions } from "./stack.ts";
import { smallServices } from "./test-fixtures/small-services.ts";

vi.setConfig({ testTimeout: 120_000 });

let dataDir: string;
let said: string[];
let options: StackOptions;
let runners: ChildProcess[];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "talanoa-stack-"));
  said = [];
  options = {
    dataDir,
    services: smallServices,
    members: ["FJ", "WS"],
    log: (line) => said.push(line),
  };
  runners = [];
});
afterEach(async () => {
  for (const runner of runners) if (runner.exitCode === null) runner.kill("SIGKILL");
  for (let i = 0; i < 1000 && (await recordedAlive()).length > 0; i++) await sleep(20);
  await rm(dataDir, { recursive: true, force: true });
});

test("each service runs as its own process with the environment of its row in the table and nothing else", async () => {
  await using stack = await startStack({ ...options, env: { EXTRA: "1" }, logLevel: "warn" });
  const first = await answer(stack.addresses["first"]!);
  const second = await answer(stack.addresses["second"]!);
  expect(first.pid).toBe(stack.pid("first"));
  expect(second.pid).toBe(stack.pid("second"));
  expect(first.env).toEqual({
    NODE_COMPILE_CACHE: compiledFolder(defaultCacheDir()),
    EXTRA: "1",
    LOG_LEVEL: "warn",
    TALANOA_LISTEN: stack.addresses["first"],
    TALANOA_NATS_URL: stack.natsUrl,
    TALANOA_JWKS_FILE: join(dataDir, "keys", "jwks.json"),
    TALANOA_POSTGRES_URL: stack.postgresUrl("first"),
  });
  expect(Object.keys(second.env)).not.toContain("TALANOA_POSTGRES_URL");
  expect((await stat(second.env["TALANOA_HUB_KEY_FILE"]!)).mode & 0o777).toBe(0o600);
  expect((await stat(second.env["TALANOA_DATA_DIR"]!)).isDirectory()).toBe(true);

  const client = new pg.Client({ connectionString: first.env["TALANOA_POSTGRES_URL"]! });
  await client.connect();
  expect((await client.query("select current_database() as name")).rows).toEqual([
    { name: "first" },
  ]);
  await client.end();
  await using connection = await connect({ servers: second.env["TALANOA_NATS_URL"]! });
  expect(connection.info?.jetstream).toBe(true);
  expect(await readFile(join(dataDir, "logs", "first.log"), "utf8")).toContain("serving");
});

test("stacks that start at once do not collide", async () => {
  const dirs = ["a", "b", "c"].map((name) => join(dataDir, name));
  const stacks = await Promise.all(dirs.map((dir) => startStack({ ...options, dataDir: dir })));
  try {
    const used = stacks.flatMap((stack) => [stack.natsUrl, ...Object.values(stack.addresses)]);
    expect(new Set(used).size).toBe(used.length);
    for (const stack of stacks) {
      expect((await answer(stack.addresses["first"]!)).pid).toBe(stack.pid("first"));
    }
  } finally {
    await Promise.all(stacks.map((stack) => stack[Symbol.asyncDispose]()));
  }
});

test("everything that stopped is gone, in reverse order, and comes back on the same ports with the same data", async () => {
  const first = await startStack(options);
  const pids = allPids(first);
  const client = new pg.Client({ connectionString: first.postgresUrl("first") });
  await client.connect();
  await client.query("create table kept as select 1 as one");
  await client.end();
  await first[Symbol.asyncDispose]();
  expect(pids.map((pid) => processIdentity(pid!))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(runningStack(dataDir)).toBeUndefined();
  expect(await readdir(join(dataDir, "run", "processes"))).toEqual([]);

  await using second = await startStack(options);
  expect(second.addresses).toEqual(first.addresses);
  expect(second.natsUrl).toBe(first.natsUrl);
  const again = new pg.Client({ connectionString: second.postgresUrl("first") });
  await again.connect();
  expect((await again.query("select one from kept")).rows).toEqual([{ one: 1 }]);
  await again.end();
});

test("a killed service, broker and database serve again at the same address, and the runner says so", async () => {
  await using stack = await startStack(options);
  for (const name of ["first", "nats", "postgres"]) {
    const before = stack.pid(name);
    await stack.kill(name, "SIGKILL");
    expect(processIdentity(before!)).toBeUndefined();
    await stack.serving(name);
    expect(stack.pid(name)).not.toBe(before);
    expect(said).toContain(`${name} ended (SIGKILL); starting it again in 0.25 s.`);
  }
  expect((await answer(stack.addresses["first"]!)).pid).toBe(stack.pid("first"));
  await using connection = await connect({ servers: stack.natsUrl });
  expect(connection.info?.jetstream).toBe(true);
  const client = new pg.Client({ connectionString: stack.postgresUrl("first") });
  await client.connect();
  await client.end();
});

test("what is told to stay down stays down until it is started", async () => {
  await using stack = await startStack(options);
  await stack.kill("first", "SIGKILL", { stayDown: true });
  await stack.stop("nats");
  await sleep(700);
  expect([stack.pid("first"), stack.pid("nats")]).toEqual([undefined, undefined]);
  await stack.restart("nats");
  await stack.restart("first");
  const running = stack.pid("first");
  expect((await answer(stack.addresses["first"]!)).pid).toBe(running);
  await stack.restart("first");
  expect(stack.pid("first")).not.toBe(running);
});

test("a service that does not start ends the start with its last words, and nothing is left running", async () => {
  const failing = startStack({ ...options, env: { FIXTURE: "fails" } });
  await expect(failing).rejects.toThrow(
    /(first|second) ended while it started \(status 3\).*the configuration is wrong/s,
  );
  expect(runningStack(dataDir)).toBeUndefined();
  expect(await recordedAlive()).toEqual([]);
});

test("a service whose settings are wrong ends the start with what it says of them, and no more", async () => {
  const failing = startStack({ ...options, env: { FIXTURE: "misconfigured" } });
  await expect(failing).rejects.toThrow(/^second: witnesses\.json: name at least one witness$/);
  expect(await recordedAlive()).toEqual([]);
});

test("a start that is aborted leaves nothing running", async () => {
  const controller = new AbortController();
  const log = (line: string): void => {
    if (line.startsWith("Starting the services"))
      setTimeout(() => controller.abort(new Error("enough")), 50);
  };
  await expect(startStack({ ...options, log, signal: controller.signal })).rejects.toThrow(
    /stopped|enough/,
  );
  expect(runningStack(dataDir)).toBeUndefined();
  expect(await recordedAlive()).toEqual([]);
});

test("a configured port that is in use is refused by the name of its setting", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await expect(startStack({ ...options, ports: { second: port } })).rejects.toThrow(
    `Port ${port}, set by TALANOA_PORT_SECOND, is in use by another program.`,
  );
  server.close();
  await once(server, "close");
  await using stack = await startStack({ ...options, ports: { second: port } });
  expect(stack.addresses["second"]).toBe(`127.0.0.1:${port}`);
});

test("a port that another program has for a while is taken again when it is free", async () => {
  const first = await startStack(options);
  const own = first.addresses["second"]!;
  await first[Symbol.asyncDispose]();
  const port = Number(own.split(":")[1]);
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  {
    await using meanwhile = await startStack(options);
    const other = meanwhile.addresses["second"]!.split(":")[1];
    expect(said).toContain(
      `Port ${port} of second is in use by another program: ${other} is used this time.`,
    );
  }
  server.close();
  await once(server, "close");
  await using again = await startStack(options);
  expect(again.addresses).toEqual(first.addresses);
});

test("a second start on the same data folder is told of the first", async () => {
  await using stack = await startStack(options);
  const second = startStack(options);
  await expect(second).rejects.toBeInstanceOf(AlreadyRunning);
  await expect(second).rejects.toThrow(
    `process ${process.pid}, first at ${stack.addresses["first"]}`,
  );
  expect(runningStack(dataDir)).toEqual({ pid: process.pid, addresses: stack.addresses });
});

test("each start writes the identities with the addresses of its services and a new token", async () => {
  const first = await startStack(options);
  await first[Symbol.asyncDispose]();
  const before = await identity("fj-publisher");
  expect(before.hub).toMatchObject({
    log: first.addresses["first"],
    intake: first.addresses["second"],
  });
  await sleep(1000);
  await using second = await startStack(options);
  const after = await identity("fj-publisher");
  expect(second.identities.find(({ name }) => name === "fj-publisher")).toEqual(after);
  expect(after.signingKey).toEqual(before.signingKey);
  expect(after.hub.receiptKey).toEqual(before.hub.receiptKey);
  expect(after.token).not.toBe(before.token);
});

test("Ctrl-C stops everything and ends with status 0, also when npm passes on what the terminal sent", async () => {
  const { runner, pids } = await run();
  runner.kill("SIGINT");
  await sleep(100);
  runner.kill("SIGINT");
  const [code] = await once(runner, "exit");
  expect(code).toBe(0);
  expect(pids.map(processIdentity)).toEqual([undefined, undefined, undefined, undefined]);
  expect(await readFile(join(dataDir, "logs", "first.log"), "utf8")).toContain("told to stop");
});

test("when the runner is killed, its children end by themselves", async () => {
  const { runner, pids } = await run();
  runner.kill("SIGKILL");
  await vi.waitFor(() => expect(pids.map(processIdentity)).toEqual(Array(4).fill(undefined)), {
    timeout: 60_000,
  });
});

test("after kill -9 of a run whose services do not heed, the next start ends them first", async () => {
  const { runner, pids } = await run("deaf");
  runner.kill("SIGKILL");
  await once(runner, "exit");
  await using stack = await startStack(options);
  expect(pids.map(processIdentity)).toEqual([undefined, undefined, undefined, undefined]);
  expect(said.join("\n")).toMatch(/Ended what a killed run had left: .*first.*second/);
  expect((await answer(stack.addresses["second"]!)).pid).toBe(stack.pid("second"));
});

test("a process that got the pid of a leftover is left alone", async () => {
  const bystander = spawn("sleep", ["60"]);
  runners.push(bystander);
  await once(bystander, "spawn");
  await startStack(options).then((stack) => stack[Symbol.asyncDispose]());
  const processes = join(dataDir, "run", "processes");
  await recordProcess(processes, "first", bystander.pid!, "SIGKILL");
  const file = join(processes, "first.json");
  const recorded = JSON.parse(await readFile(file, "utf8")) as object;
  await writeFile(file, JSON.stringify({ ...recorded, identity: "another start" }));
  await using stack = await startStack(options);
  expect(stack.pid("first")).not.toBe(bystander.pid);
  expect(processIdentity(bystander.pid!)).toBeTruthy();
});

test("the log of a service that talks without end stays bounded", async () => {
  const loud: ServiceSpec[] = [smallServices[0]!];
  await using stack = await startStack({ ...options, services: loud, env: { FIXTURE: "loud" } });
  expect(stack.pid("first")).toBeDefined();
  const logs = join(dataDir, "logs");
  await vi.waitFor(async () => expect(await readdir(logs)).toContain("first.log.1"), {
    timeout: 60_000,
  });
  await sleep(500);
  for (const file of ["first.log", "first.log.1"]) {
    expect((await stat(join(logs, file))).size).toBeLessThanOrEqual(10 * 1024 * 1024);
  }
});

async function answer(address: string): Promise<{ pid: number; env: Record<string, string> }> {
  const response = await fetch(`http://${address}/`);
  return (await response.json()) as { pid: number; env: Record<string, string> };
}

function allPids(stack: { pid(name: string): number | undefined }): (number | undefined)[] {
  return ["nats", "postgres", "first", "second"].map((name) => stack.pid(name));
}

async function identity(name: string): Promise<Identity> {
  const text = await readFile(join(dataDir, "identities", `${name}.json`), "utf8");
  return JSON.parse(text) as Identity;
}

/** A stack in a process of its own, and the processes it started. */
async function run(fixture = ""): Promise<{ runner: ChildProcess; pids: number[] }> {
  const program = join(import.meta.dirname, "test-fixtures", "run-stack.ts");
  const runner = spawn(process.execPath, [program, dataDir, fixture], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  runners.push(runner);
  let output = "";
  for await (const chunk of runner.stdout) {
    output += String(chunk);
    const pids = /^serving (.*)$/m.exec(output)?.[1];
    if (pids) return { runner, pids: JSON.parse(pids) as number[] };
  }
  throw new Error(`The stack did not start: ${output}`);
}

/** The pids of the recorded processes that still run. */
async function recordedAlive(): Promise<number[]> {
  const folder = join(dataDir, "run", "processes");
  const alive: number[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const { pid, identity: known } = JSON.parse(await readFile(join(folder, name), "utf8"));
    if (processIdentity(pid) === known) alive.push(pid);
  }
  return alive;
}

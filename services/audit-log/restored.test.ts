import { type ChildProcess, execFile, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { type PostgresServer, startPostgres } from "@talanoa/devstack/postgres.ts";
import { keepsCompiled } from "@talanoa/devstack/testing/compiled.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import { openTestHub, type TestHub, until } from "@talanoa/platform/testing/hub.ts";
import { anyRecord } from "@talanoa/sharing/record/testing/any-record.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import { formatVerifierKey, verifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { parseAddCheckpoint } from "@talanoa/tlog/witness/request.ts";
import fc from "fast-check";
import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Checkpoint, readCheckpoints } from "./prove/checkpoints.ts";
import { migrations } from "./tables/migrations.ts";
import { logFolder } from "./testing/log-key.ts";
import { expectWholeLog, putRecords } from "./testing/recorded.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const run = promisify(execFile);
const EARLY = 300;
const LATE = 700;
let hub: TestHub;
let server: PostgresServer;
let settings: NodeJS.ProcessEnv;
let cluster: string;
let late: string;

// Copies of the database and of the stream as they were at an early time, and what was published later.
beforeAll(async () => {
  hub = await openTestHub();
  server = await startTestPostgres({ dir: join(hub.folder, "postgres") });
  await server.createDatabase("audit_log");
  settings = {
    TALANOA_NATS_URL: hub.nats.url,
    TALANOA_POSTGRES_URL: server.url("audit_log"),
    TALANOA_LISTEN: `127.0.0.1:${await freePort()}`,
    TALANOA_JWKS_URL: "http://127.0.0.1:1/",
    TALANOA_LOG_HEADS_SECONDS: "100000",
    LOG_LEVEL: "error",
    ...(await logFolder(hub.folder)),
  };
  await publishedUpTo(EARLY);
  cluster = await withPool(async (pool) => {
    const { rows } = await pool.query<{ data_directory: string }>("show data_directory");
    return rows[0]!.data_directory;
  });
  await whileDown(async () => {
    await copy(cluster, `${cluster}-early`);
    await copy(broker(), `${broker()}-early`);
  });
  await publishedUpTo(LATE);
  late = (await checkpoint())!.note;
  await whileDown(() => copy(broker(), `${broker()}-late`));
});
afterAll(async () => {
  for (const service of services) service.kill("SIGKILL");
  await server?.stop();
  await rm(`${cluster}-early`, { recursive: true, force: true });
  await hub?.[Symbol.asyncDispose]();
});

const broker = () => join(hub.folder, "nats");

async function copy(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  // With owners and modes: the server takes no folder of another account.
  await run("cp", ["-a", from, to]);
}

async function whileDown(action: () => Promise<void>): Promise<void> {
  const { port } = server;
  await server.stop();
  await hub.killNats();
  await action();
  await hub.restartNats();
  await hub.bus.whenAvailable();
  server = await startPostgres({ dir: join(hub.folder, "postgres"), port });
}

/** Puts back the database of the early time, with the stream of one or the other. */
function restore(stream: "early" | "late"): Promise<void> {
  return whileDown(async () => {
    await copy(`${cluster}-early`, cluster);
    await copy(`${broker()}-${stream}`, broker());
  });
}

async function withPool<T>(action: (pool: Pool) => Promise<T>): Promise<T> {
  const options = { url: server.url("audit_log"), name: "test", migrations, maxConnections: 2 };
  await using database = await openDatabase(options);
  return await action(database.pool);
}

async function checkpoint(): Promise<Checkpoint | undefined> {
  return (await withPool((pool) => retryUntil(() => readCheckpoints(pool)))).signed;
}

/** Those that were started, to be ended whatever happens. */
const services: ChildProcess[] = [];

function startService(more: NodeJS.ProcessEnv = {}) {
  const service = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: { ...keepsCompiled, ...settings, ...more },
    stdio: ["ignore", "pipe", "ignore"],
  });
  services.push(service);
  const said = text(service.stdout);
  return {
    /** Gives what it said. */
    async stop(): Promise<string> {
      const exited = once(service, "exit");
      service.kill("SIGTERM");
      await exited;
      return said;
    },
    /** What it said when it ended by itself. */
    async refused(): Promise<string> {
      const [code] = await once(service, "exit");
      expect(code).toBe(1);
      return said;
    },
  };
}

async function publishedUpTo(size: number): Promise<void> {
  const service = startService();
  const before = (await checkpoint())?.size ?? 0;
  await putRecords(hub.committer, fc.sample(anyRecord(), size - before));
  await until(async () => (await checkpoint())?.size === size, 60_000);
  await service.stop();
}

test("a database of an earlier time goes on from the stream, and shows what was published", async () => {
  await restore("late");
  expect((await checkpoint())!.size).toBe(EARLY);
  const service = startService();
  await until(async () => (await checkpoint())?.note === late, 60_000);
  await service.stop();
  await withPool(async (pool) => expect(await expectWholeLog(hub.bus, pool)).toBe(LATE));
});

test("a database that was made anew goes on from the stream, and shows what was published", async () => {
  await using admin = await openDatabase({
    url: server.url("postgres"),
    name: "t",
    migrations: {},
  });
  await admin.pool.query("drop database audit_log with (force)");
  await server.createDatabase("audit_log");
  const service = startService({ TALANOA_LOG_SCRUB_SECONDS: "0.1" });
  await until(async () => (await checkpoint())?.note === late, 60_000);
  expect(await service.stop()).not.toContain("the log is not what its records say");
  await withPool(async (pool) => expect(await expectWholeLog(hub.bus, pool)).toBe(LATE));
});

test("a database of an earlier time with a stream that lacks what came later is refused", async () => {
  await restore("early");
  const said = await startService().refused();
  expect(said).toContain(`has ${EARLY} entries, but a checkpoint of ${LATE} was published`);
  expect(said).toContain("docs/log.md");
  expect((await checkpoint())!.size).toBe(EARLY);
});

test("a database of an earlier time with another stream after it is refused", async () => {
  await restore("early");
  await putRecords(hub.committer, fc.sample(anyRecord(), LATE));
  const said = await startService().refused();
  expect(said).toContain(`has other entries than the checkpoint of ${LATE} says`);
  expect((await checkpoint())!.size).toBe(EARLY);
});

test("a process that stood by knows what another published, and refuses what does not continue it", async () => {
  await restore("late");
  const leader = startService();
  await until(async () => (await checkpoint())?.note === late, 60_000);
  const own = {
    TALANOA_DATA_DIR: await mkdtemp(join(hub.folder, "standby-")),
    TALANOA_LISTEN: `127.0.0.1:${await freePort()}`,
  };
  const standby = startService(own);
  const file = join(own.TALANOA_DATA_DIR, "published-checkpoint");
  await until(async () => (await readFile(file, "utf8").catch(() => "")) === late, 60_000);
  await Promise.all([standby.stop(), leader.stop()]);
  await restore("early");
  await putRecords(hub.committer, fc.sample(anyRecord(), LATE));
  const said = await startService(own).refused();
  expect(said).toContain(`has other entries than the checkpoint of ${LATE} says`);
  expect((await checkpoint())!.size).toBe(EARLY);
});

test("a witness that has seen more than is known here is shown only what is on disk already", async () => {
  await restore("late");
  await withPool((pool) => pool.query("delete from checkpoints"));
  const folder = await mkdtemp(join(hub.folder, "lost-"));
  const file = join(folder, "published-checkpoint");
  const shown: { note: string; kept: string }[] = [];
  // It has seen the early log, and refuses whatever it is shown then.
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const note = formatNote(parseAddCheckpoint(await text(request)).note);
    const isAsked = note.startsWith("test/exchange-log\n0\n");
    if (!isAsked) shown.push({ note, kept: await readFile(file, "utf8").catch(() => "") });
    response.writeHead(isAsked ? 409 : 422, { "content-type": "text/x.tlog.size" });
    response.end(isAsked ? `${EARLY}\n` : "other entries\n");
  };
  const witness = createServer((request, response) => void answer(request, response));
  await once(witness.listen(0, "127.0.0.1"), "listening");
  const { port } = witness.address() as AddressInfo;
  const { publicKey } = generateKeyPairSync("ed25519");
  const key = formatVerifierKey(verifierKey("nz.example/witness", "cosignature/v1", publicKey));
  const policy = join(folder, "witnesses.json");
  const witnesses = [{ url: `http://127.0.0.1:${port}`, key }];
  await writeFile(policy, JSON.stringify({ quorum: 1, witnesses }));
  const more = { TALANOA_DATA_DIR: folder, TALANOA_LOG_WITNESSES_FILE: policy };
  const said = await startService(more).refused();
  witness.close();
  expect(said).toContain("the witness nz.example/witness has seen another log: other entries");
  expect(shown).toHaveLength(1);
  expect(shown[0]!.kept).toBe(shown[0]!.note);
});

test("what another key published is not continued, by the file or by the database alone", async () => {
  await restore("late");
  const other = await logFolder(hub.folder);
  const { TALANOA_LOG_KEY_FILE } = other;
  const byFile = await startService({ TALANOA_LOG_KEY_FILE }).refused();
  expect(byFile).toContain("is no checkpoint that this log's key signed");
  const byDatabase = await startService(other).refused();
  expect(byDatabase).toContain("has a checkpoint that its key did not sign");
  expect((await checkpoint())!.size).toBe(EARLY);
});

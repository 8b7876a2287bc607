import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { type PostgresServer, startPostgres } from "@talanoa/devstack/postgres.ts";
import { keepsCompiled } from "@talanoa/devstack/testing/compiled.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { openTestHub, type TestHub, until } from "@talanoa/platform/testing/hub.ts";
import { anyRecord } from "@talanoa/sharing/record/testing/any-record.ts";
import { parseSignerKey } from "@talanoa/tlog/note/signer.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { migrations } from "./tables/migrations.ts";
import { scrub } from "./scrub/scrub.ts";
import { collectCheckpoints, type Collected } from "./testing/collected-checkpoints.ts";
import { logFolder } from "./testing/log-key.ts";
import { expectWholeLog, putRecords } from "./testing/recorded.ts";

/** How many times a process is killed; `npm run chaos:log` does it 200 times. */
const KILLS = Number(process.env["TALANOA_CHAOS_KILLS"] ?? 20);

vi.setConfig({ testTimeout: 120_000 + KILLS * 30_000, hookTimeout: 120_000 });

let hub: TestHub;
let server: PostgresServer;
let settings: NodeJS.ProcessEnv;
let collected: Collected;
let service: ChildProcess;

beforeAll(async () => {
  hub = await openTestHub();
  server = await startTestPostgres({ dir: join(hub.folder, "postgres") });
  await server.createDatabase("audit_log");
  const http = `127.0.0.1:${await freePort()}`;
  const folder = await logFolder(hub.folder);
  settings = {
    TALANOA_NATS_URL: hub.nats.url,
    TALANOA_POSTGRES_URL: server.url("audit_log"),
    TALANOA_LISTEN: `127.0.0.1:${await freePort()}`,
    TALANOA_JWKS_URL: "http://127.0.0.1:1/",
    TALANOA_LOG_HTTP_LISTEN: http,
    // Often, so that kills fall between its parts too.
    TALANOA_LOG_HEADS_SECONDS: "2",
    TALANOA_LOG_SCRUB_SECONDS: "1",
    LOG_LEVEL: "fatal",
    ...folder,
  };
  const { key } = parseSignerKey((await readFile(folder.TALANOA_LOG_KEY_FILE, "utf8")).trim());
  collected = collectCheckpoints(`http://${http}/`, key);
});
afterAll(async () => {
  await collected?.[Symbol.asyncDispose]();
  service?.kill("SIGKILL");
  await server?.stop();
  await hub?.[Symbol.asyncDispose]();
});

function startService(more: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: { ...keepsCompiled, ...settings, ...more },
    stdio: ["ignore", "inherit", "inherit"],
  });
}

async function killService(): Promise<void> {
  const killed = once(service, "exit");
  service.kill("SIGKILL");
  await killed;
  service = startService();
}

async function killDatabase(): Promise<void> {
  const { port } = server;
  await server.kill();
  server = await startPostgres({ dir: join(hub.folder, "postgres"), port });
}

test(`after each of ${KILLS} kills of its process or its database the log goes on, and continues all that was published`, async () => {
  service = startService();
  const over = new AbortController();
  let put = 0;
  const samples = fc.sample(anyRecord(), 200);
  const putting = (async () => {
    while (!over.signal.aborted) {
      const some = samples.slice(Math.floor(Math.random() * 200)).slice(0, 10);
      await putRecords(
        hub.committer,
        some.map((record) => ({ ...record, nonce: randomBytes(16) })),
      );
      put += 1;
      await sleep(Math.random() * 200);
    }
  })();
  const newer = async (than: number) =>
    until(async () => (collected.last?.size ?? 0) > than && collected.last, 60_000);
  await newer(0);
  for (let kill = 1; kill <= KILLS; kill++) {
    await sleep(Math.random() * 400);
    const { size } = collected.last!;
    const which = Math.random() < 0.4 ? killService : killDatabase;
    await which();
    const { size: now } = await newer(size);
    expect(now).toBeGreaterThan(size);
    // Each checkpoint is compared with the one before as it comes; the entries with all of them now.
    expect(await collected.verifyAll(), `after kill ${kill}`).toBeGreaterThan(size);
  }
  over.abort();
  await putting;
  expect(put).toBeGreaterThan(KILLS);
  const killed = once(service, "exit");
  // Without its heads, which are records too: the log must stand still to be compared.
  service.kill("SIGTERM");
  await killed;
  service = startService({ TALANOA_LOG_HEADS_SECONDS: "100000" });
  await using database = await openDatabase({
    url: server.url("audit_log"),
    name: "test",
    migrations,
    maxConnections: 2,
  });
  const { pool } = database;
  const last = await putRecords(hub.committer, fc.sample(anyRecord(), 1));
  await until(async () => {
    const { rows } = await pool.query<{ position: number }>("select position from log_state");
    return rows[0]!.position >= last;
  });
  const size = await expectWholeLog(hub.bus, pool);
  await until(async () => collected.last!.size === size);
  await collected.verifyAll();
  expect(collected.troubles).toEqual([]);
  const promised = () => ({ key: collected.key, head: collected.last });
  const { signal } = new AbortController();
  const outcome = await scrub({ pool, promised, bus: hub.bus, signal });
  expect(outcome).toMatchObject({ difference: null, entries: size, checkpoint: size });
});

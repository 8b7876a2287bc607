import { randomBytes } from "node:crypto";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { type PostgresServer, startPostgres } from "@talanoa/devstack/postgres.ts";
import { keepsCompiled } from "@talanoa/devstack/testing/compiled.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import { ensureExchangeStream } from "@talanoa/platform/bus/exchange-stream.ts";
import { type Database, openDatabase } from "@talanoa/platform/database/database.ts";
import { openLogger } from "@talanoa/platform/logging.ts";
import { openTestHub, type TestHub, until } from "@talanoa/platform/testing/hub.ts";
import { anyRecord } from "@talanoa/sharing/record/testing/any-record.ts";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { compareCounts, countRecords } from "./check-stream.ts";
import { keepLog } from "./keep-log.ts";
import { migrations } from "../tables/migrations.ts";
import { readPlace } from "../tables/log-state.ts";
import { logFolder } from "../testing/log-key.ts";
import { expectWholeLog, putRecords } from "../testing/recorded.ts";
import { smallPartitions } from "../testing/small-partitions.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let hub: TestHub;
let server: PostgresServer;
let database: Database<unknown>;
let name = "";
let logs = 0;
const failures: unknown[] = [];
const errors: { message: string; fields: object }[] = [];
const log = openLogger("audit-log", "fatal");
log.error = ((fields: object, message: string) => {
  errors.push({ message, fields });
}) as typeof log.error;

beforeAll(async () => {
  hub = await openTestHub();
  server = await startTestPostgres({ dir: join(hub.folder, "postgres") });
});
afterAll(async () => {
  await server?.stop();
  await hub?.[Symbol.asyncDispose]();
});
// Each test has a stream and a log of its own.
beforeEach(async () => {
  await hub.bus.request(`$JS.API.STREAM.DELETE.${EXCHANGE}`, "");
  await ensureExchangeStream(hub.bus, { maxBytes: 1024 ** 3, replicas: 1 });
  name = `log_${(logs += 1)}`;
  await server.createDatabase(name);
  database = await openLogDatabase();
  failures.length = errors.length = 0;
});
afterEach(() => database?.[Symbol.asyncDispose]());

const openLogDatabase = () =>
  openDatabase({ url: server.url(name), name: "test", migrations, maxConnections: 4 });
const keep = (pool = database.pool, options: { remembered?: number } = {}) =>
  keepLog({ bus: hub.bus, pool, log, onFailure: (error) => failures.push(error), ...options });
const records = (count: number): Init<Record>[] => fc.sample(anyRecord(), count);

test("every record of the stream is in the log once, in the stream's order, whatever else stands there", async () => {
  await putRecords(hub.committer, records(300));
  await using keeper = await keep();
  for (let turn = 0; turn < 10; turn++) {
    const first = await putRecords(hub.committer, records(1 + turn * 20));
    await hub.committer.commit([
      { subject: "feed.NZ.routine.alert", payload: Buffer.from("x"), messageId: `f${turn}` },
    ]);
    expect(await keeper.reached(first + turn * 20, 30_000)).toBe(true);
  }
  expect(await expectWholeLog(hub.bus, database.pool)).toBe(300 + 10 + 20 * 45);
  expect(failures).toEqual([]);
});

test("a log that had nothing to write goes on over the end of a partition, although nobody asks for it", async () => {
  await smallPartitions(database.pool, 1_024);
  await using _ = await keep();
  const size = async () => (await readPlace(database.pool)).size;
  await putRecords(hub.committer, records(1_000));
  await until(async () => (await size()) === 1_000);
  // All are taken together, and what is laid out is full before anybody was told that there is something.
  await putRecords(hub.committer, records(100));
  await expect.poll(size, { timeout: 60_000 }).toBe(1_100);
});

test("a log that is made anew catches up by itself with all that waits for it", async () => {
  const accepted = Array.from({ length: 9_000 }, (_, i) => ({
    nonce: randomBytes(16),
    at: 1_750_000_000_000,
    participant: "FJ",
    facts: { accepted: { notice: { origin: "FJ", id: `n${i}`, version: 1 } } },
  }));
  await putRecords(hub.committer, accepted);
  // Slower than the first write: thousands have come in when the writer waits for more.
  const { pool } = database;
  let looked = 0;
  const slow = new Proxy(pool, {
    get: (its, name) =>
      name === "query"
        ? async (query: { readonly name?: string }) => {
            if (query.name === "notice-heads" && looked++ < 3) await sleep(400);
            return pool.query(query as never);
          }
        : (Reflect.get(its, name, its) as unknown),
  });
  await using keeper = await keep(slow);
  await until(async () => (await readPlace(pool)).size === 9_000, 30_000);
  expect(keeper.state.size).toBe(9_000);
});

test("a log that remembers few notices gives their records the same numbers", async () => {
  // Each comes again when it has been forgotten, while batches before it are being written.
  const accepted = Array.from({ length: 9_000 }, (_, i) => ({
    nonce: randomBytes(16),
    at: 1_750_000_000_000,
    participant: "FJ",
    facts: { accepted: { notice: { origin: "FJ", id: `n${(i * 7) % 50}`, version: 1 } } },
  }));
  await putRecords(hub.committer, accepted);
  await using keeper = await keep(database.pool, { remembered: 3 });
  await until(async () => (await readPlace(database.pool)).size === 9_000, 30_000);
  expect(keeper.leads).toBe(true);
  expect(await expectWholeLog(hub.bus, database.pool)).toBe(9_000);
});

describe("what only finds entries and was changed gives no record a wrong number", () => {
  const accepted = (id: string, count: number) =>
    Array.from({ length: count }, () => ({
      nonce: randomBytes(16),
      at: 1_750_000_000_000,
      participant: "FJ",
      facts: { accepted: { notice: { origin: "FJ", id, version: 1 } } },
    }));

  test.each([
    ["notice_entries", "delete from notice_entries where notice = 'often'"],
    ["notice_entries", "update notice_entries set ordinal = 7 where notice = 'often'"],
    ["notice_entries", "update notice_entries set ordinal = 7 where notice = 'old'"],
    ["party_heads", "delete from party_heads"],
    ["party_heads", "update party_heads set ordinal = ordinal - 1"],
    ["party_heads", "update party_heads set index = index - 1"],
  ])("%s: %s", async (table, change) => {
    await putRecords(hub.committer, [...accepted("old", 2), ...accepted("often", 2_100)]);
    const size = async () => (await readPlace(database.pool)).size;
    {
      await using _ = await keep();
      await expect.poll(size, { timeout: 60_000 }).toBe(2_102);
    }
    await database.pool.query(change);
    await putRecords(hub.committer, [...accepted("old", 1), ...accepted("often", 1)]);
    await using _ = await keep();
    await until(async () => failures.length > 0);
    expect(failures[0]).toMatchObject({
      code: "failed-precondition",
      message: expect.stringContaining(`a row of ${table} has not the number that entry`),
    });
    expect(await size()).toBe(2_102);
  });
});

test("a message without a record that can be read has a place in the log, as unknown, and is an alarm", async () => {
  const unread: [string, { [name: string]: string }][] = [
    ["statement.FJ.none", {}],
    ["statement.FJ.no-base64", { [RECORD_HEADER]: "!!! no record !!!" }],
    ["record.opened", { [RECORD_HEADER]: Buffer.from("not a record").toString("base64") }],
  ];
  await putRecords(hub.committer, records(5));
  for (const [i, [subject, headers]] of unread.entries()) {
    await hub.committer.commit([
      { subject, payload: new Uint8Array(), headers, messageId: `u${i}` },
    ]);
  }
  const last = await putRecords(hub.committer, records(1));
  await using keeper = await keep();
  expect(await keeper.reached(last, 30_000)).toBe(true);
  expect(await expectWholeLog(hub.bus, database.pool)).toBe(9);
  const { rows } = await database.pool.query(
    "select index, record from entries join parts using (index) where step = 0 order by index",
  );
  expect(rows.map(({ record }) => record.toString())).toEqual([
    "",
    "!!! no record !!!",
    "not a record",
  ]);
  expect(errors.map(({ message }) => message)).toEqual(
    Array(3).fill("a message has no record that can be read: it is logged as unknown"),
  );
});

test("a record that stands packed in its header is logged as what it says", async () => {
  const notice = { origin: "FJ", id: "0198f2a4-7c1e-7d3a-9b5f-0123456789ab", version: 1 };
  const withheld = Array.from({ length: 16 }, (_, section) => ({
    section,
    rule: "reference-held",
  }));
  const decisions = Array.from({ length: 200 }, (_, i) => ({
    participant: `P${i}`,
    deliver: true,
    rule: "all-members",
    withheld,
  }));
  const facts = { routed: { notice, cause: "first", decisions } };
  const record = { nonce: randomBytes(16), at: Date.now(), facts };
  const sequence = await putRecords(hub.committer, [record]);
  const [message] = await hub.stored("record.routed");
  expect(message!.header(RECORD_HEADER)).toMatch(/^br\./);
  await using keeper = await keep();
  expect(await keeper.reached(sequence, 30_000)).toBe(true);
  expect(await expectWholeLog(hub.bus, database.pool)).toBe(1);
  const { rows } = await database.pool.query("select record from entries");
  expect(Buffer.compare(rows[0].record, Record.encode(record))).toBe(0);
  const parties = await database.pool.query("select party from parts where party <> '*'");
  expect(parties.rows).toHaveLength(201);
  expect(errors).toEqual([]);
});

test("ids that nobody could have keep no record from the log", async () => {
  const [one] = records(1) as [Init<Record>];
  const notice = { origin: "F\0J", id: "x".repeat(5_000), version: 2 ** 32 - 1 };
  const last = await putRecords(hub.committer, [
    { ...one, participant: "N\0Z", principal: "é".repeat(3_000), facts: { refused: { notice } } },
    { ...one, nonce: Buffer.alloc(16, 1), at: -5 },
    { ...one, nonce: Buffer.alloc(16, 2), at: 2 ** 62 },
  ]);
  await using keeper = await keep();
  expect(await keeper.reached(last + 2, 30_000)).toBe(true);
  expect(keeper.state.size).toBe(3);
  expect(failures).toEqual([]);
});

test("the log goes on after kill -9 of the database in the middle, with nothing lost or doubled", async () => {
  await using keeper = await keep();
  const all = records(2_000);
  let last = 0;
  for (let turn = 0; turn < 2; turn++) {
    const part = all.slice(turn * 1_000, (turn + 1) * 1_000);
    const put = Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        putRecords(hub.committer, part.slice(i * 50, (i + 1) * 50)),
      ),
    );
    await until(async () => keeper.state.size > turn * 1_000);
    await server.kill();
    last = Math.max(...(await put)) + 49;
    server = await startPostgres({ dir: join(hub.folder, "postgres"), port: server.port });
    expect(await keeper.reached(last, 30_000)).toBe(true);
  }
  expect(await expectWholeLog(hub.bus, database.pool)).toBe(2_000);
  expect(failures).toEqual([]);
});

test("the log goes on after kill -9 of its process in the middle, with nothing lost or doubled", async () => {
  const port = await freePort();
  const env = {
    ...keepsCompiled,
    TALANOA_NATS_URL: hub.nats.url,
    TALANOA_POSTGRES_URL: server.url(name),
    TALANOA_LISTEN: `127.0.0.1:${port}`,
    TALANOA_JWKS_URL: "http://127.0.0.1:1/",
    // None in this time: they would be entries of their own.
    TALANOA_LOG_HEADS_SECONDS: "100000",
    ...(await logFolder(hub.folder)),
    LOG_LEVEL: "error",
  };
  const size = async () =>
    Number((await database.pool.query("select size from log_state")).rows[0].size);
  const all = records(3_000);
  for (let turn = 0; turn < 3; turn++) {
    const service = spawn(process.execPath, [join(import.meta.dirname, "../main.ts")], {
      env,
      stdio: ["ignore", "inherit", "inherit"],
    });
    const part = all.slice(turn * 1_000, (turn + 1) * 1_000);
    const put = Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        putRecords(hub.committer, part.slice(i * 50, (i + 1) * 50)),
      ),
    );
    const before = await size();
    await until(async () => (await size()) > before);
    if (turn === 2) {
      await put;
      await until(async () => (await size()) === 3_000);
    }
    service.kill("SIGKILL");
    await once(service, "exit");
    await put;
  }
  expect(await expectWholeLog(hub.bus, database.pool)).toBe(3_000);
});

test("the log goes on after kill -9 of the broker", async () => {
  await using keeper = await keep();
  await putRecords(hub.committer, records(500));
  await hub.killNats();
  await hub.restartNats();
  await hub.bus.whenAvailable();
  const last = await putRecords(hub.committer, records(500));
  expect(await keeper.reached(last + 499, 30_000)).toBe(true);
  expect(await expectWholeLog(hub.bus, database.pool)).toBe(1_000);
});

test("three processes that keep one log by accident write each record once", async () => {
  await using other = await openLogDatabase();
  await using third = await openLogDatabase();
  const keepers = await Promise.all([keep(), keep(other.pool), keep(third.pool)]);
  let last = 0;
  for (let turn = 0; turn < 30; turn++) last = await putRecords(hub.committer, records(60));
  for (const keeper of keepers) expect(await keeper.reached(last + 59, 30_000)).toBe(true);
  expect(await expectWholeLog(hub.bus, database.pool)).toBe(1_800);
  expect(failures).toEqual([]);
  await Promise.all(keepers.map((keeper) => keeper[Symbol.asyncDispose]()));
});

test("two processes that both have the lead write each record once, and no fork", async () => {
  await database.pool.query(
    "create function public.pg_try_advisory_lock(bigint) returns boolean language sql as 'select true'",
  );
  await database.pool.query(`alter database ${name} set search_path = public, pg_catalog`);
  await using one = await openLogDatabase();
  await using other = await openLogDatabase();
  const keepers = await Promise.all([keep(one.pool), keep(other.pool)]);
  await until(async () => keepers.every(({ leads }) => leads));
  let last = 0;
  for (let turn = 0; turn < 30; turn++) last = await putRecords(hub.committer, records(60));
  for (const keeper of keepers) expect(await keeper.reached(last + 59, 30_000)).toBe(true);
  expect(keepers.map(({ leads }) => leads)).toEqual([true, true]);
  expect(await expectWholeLog(hub.bus, database.pool)).toBe(1_800);
  expect(failures).toEqual([]);
  await Promise.all(keepers.map((keeper) => keeper[Symbol.asyncDispose]()));
});

test("a stream that ends before the log's position is refused, with what to do", async () => {
  const last = await putRecords(hub.committer, records(50));
  {
    await using keeper = await keep();
    expect(await keeper.reached(last + 49, 30_000)).toBe(true);
  }
  await moveOn();
  await expect(keep()).rejects.toMatchObject({
    code: "failed-precondition",
    message: expect.stringMatching(/ends at 50, but the log has it up to 51.*Restore the stream/),
  });
});

/** Makes the log say that its last entry stood one place further in the stream. */
const moveOn = () =>
  database.pool.query(`
    with moved as (update log_state set position = position + 1 returning size)
    update entries set stream_sequence = stream_sequence + 1 from moved where index = size - 1`);

test.each([
  [
    "not that of its last entry",
    () => database.pool.query("update log_state set position = position + 1"),
  ],
  ["the stream EXCHANGE has another record at 51", moveOn],
])(
  "a position that was moved on while the log waits leaves no record out: %s",
  async (says, move) => {
    await using keeper = await keep();
    const last = await putRecords(hub.committer, records(50));
    expect(await keeper.reached(last + 49, 30_000)).toBe(true);
    await move();
    await putRecords(hub.committer, records(5));
    await until(async () => failures.length > 0);
    expect(failures[0]).toMatchObject({
      code: "failed-precondition",
      message: expect.stringContaining(says),
    });
    const { rows } = await database.pool.query("select count(*)::int as count from entries");
    expect(rows[0].count).toBe(50);
  },
);

test("a last record that is gone from the stream, and was not erased, is refused", async () => {
  const first = await putRecords(hub.committer, records(50));
  {
    await using keeper = await keep();
    expect(await keeper.reached(first + 49, 30_000)).toBe(true);
  }
  await putRecords(hub.committer, records(1));
  await vanish(first + 49);
  await expect(keep()).rejects.toThrow(`has no record at ${first + 49}, as the log has`);
});

const vanish = (sequence: number) =>
  hub.bus.request(`$JS.API.STREAM.MSG.DELETE.${EXCHANGE}`, JSON.stringify({ seq: sequence }));

test("a stream that was replaced by another is refused, also when it is longer than the log", async () => {
  {
    const last = await putRecords(hub.committer, records(50));
    await using keeper = await keep();
    expect(await keeper.reached(last + 49, 30_000)).toBe(true);
  }
  await hub.bus.request(`$JS.API.STREAM.PURGE.${EXCHANGE}`, "");
  await database.pool.query("update log_state set position = 60");
  await database.pool.query("update entries set stream_sequence = 60 where index = 49");
  await putRecords(hub.committer, records(50));
  await expect(keep()).rejects.toThrow("has another record at 60 than the log has");
});

test("a stream that is lost while the log is kept ends the service, and nothing is written", async () => {
  await using keeper = await keep();
  const last = await putRecords(hub.committer, records(50));
  expect(await keeper.reached(last + 49, 30_000)).toBe(true);
  const info = await hub.bus.request(`$JS.API.STREAM.INFO.${EXCHANGE}`, "");
  const { config } = info.json<{ config: object }>();
  await hub.bus.request(`$JS.API.STREAM.DELETE.${EXCHANGE}`, "");
  await hub.bus.request(`$JS.API.STREAM.CREATE.${EXCHANGE}`, JSON.stringify(config));
  await putRecords(hub.committer, records(10));
  await until(async () => failures.length > 0, 30_000);
  expect(failures[0]).toMatchObject({ message: expect.stringContaining("Restore the stream") });
  expect(keeper.state.size).toBe(50);
});

test("a record that vanishes from the stream behind the log's back is an alarm, and the service goes on", async () => {
  await using keeper = await keep();
  const first = await putRecords(hub.committer, records(50));
  expect(await keeper.reached(first + 49, 30_000)).toBe(true);
  await using _ = compareCounts({
    bus: hub.bus,
    pool: database.pool,
    log,
    state: () => keeper.state,
    every: 50,
    onFailure: (error) => failures.push(error),
  });
  await sleep(300);
  expect(errors).toEqual([]);
  await vanish(first + 7);
  // Whoever has the database alone cannot say that it is to be erased.
  await database.pool.query("insert into tombstones values ($1, $2)", [first + 3, first + 5]);
  await until(async () => errors.length > 0);
  expect(errors[0]).toEqual({
    message: "the log has not as many entries as the stream has records",
    fields: { position: first + 49, entries: 50, least: 49, most: 49 },
  });
  const last = await putRecords(hub.committer, records(5));
  expect(await keeper.reached(last + 4, 30_000)).toBe(true);
  expect(failures).toEqual([]);
});

test("a place in the stream from which on both are counted is an alarm when the stream begins before it", async () => {
  await using keeper = await keep();
  const first = await putRecords(hub.committer, records(50));
  expect(await keeper.reached(first + 49, 30_000)).toBe(true);
  await database.pool.query(
    "update log_state set compared_sequence = position + 1, compared_index = size",
  );
  await using _ = compareCounts({
    bus: hub.bus,
    pool: database.pool,
    log,
    state: () => keeper.state,
    every: 50,
    onFailure: (error) => failures.push(error),
  });
  await until(async () => errors.length > 0);
  expect(errors[0]!.fields).toEqual({ position: first + 49, begins: 1, compared: first + 50 });
  expect(failures).toEqual([]);
});

test("records are counted up to a place of the stream while others are written behind it", async () => {
  const first = await putRecords(hub.committer, records(100));
  const position = first + 99;
  const done = new AbortController();
  const written = (async () => {
    while (!done.signal.aborted) await putRecords(hub.committer, records(10));
  })();
  for (let turn = 0; turn < 10; turn++) {
    const { least, most } = await countRecords(hub.bus, position);
    expect(least).toBeLessThanOrEqual(100);
    expect(most).toBeGreaterThanOrEqual(100);
  }
  done.abort();
  await written;
  expect(await countRecords(hub.bus, position)).toEqual({ least: 100, most: 100 });
});

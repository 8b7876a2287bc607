import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { archivedRoot, openArchive, readArchive } from "@talanoa/client/archive/read-archive.ts";
import {
  type DirectoryEntry,
  ExchangeLogService,
  ParticipantType,
  Purpose,
  type QueryRequest,
  Record,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import { freePort } from "@talanoa/devstack/free-port.ts";
import type { PostgresServer } from "@talanoa/devstack/postgres.ts";
import { keepsCompiled } from "@talanoa/devstack/testing/compiled.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { type Database, openDatabase } from "@talanoa/platform/database/database.ts";
import { takeLead } from "@talanoa/platform/database/lead.ts";
import { openLogger } from "@talanoa/platform/logging.ts";
import {
  openTestHub,
  refusalOf,
  type ServedService,
  type TestHub,
  until,
} from "@talanoa/platform/testing/hub.ts";
import { noticesOf } from "@talanoa/sharing/record/notices.ts";
import { anyRecord, operations, participants } from "@talanoa/sharing/record/testing/any-record.ts";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { parseSignerKey } from "@talanoa/tlog/note/signer.ts";
import { edgeRoot } from "@talanoa/tlog/tree/edge.ts";
import { leafHash } from "@talanoa/tlog/tree/hash.ts";
import { verifyInclusion } from "@talanoa/tlog/tree/inclusion.ts";
import fc from "fast-check";
import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { withArchives } from "../ask/archives-asked.ts";
import { checkStream, compareCounts, countRecords } from "../keep/check-stream.ts";
import { keepLog } from "../keep/keep-log.ts";
import { checkContinues, readCheckpoints } from "../prove/checkpoints.ts";
import { scrub } from "../scrub/scrub.ts";
import { settings, startLog } from "../start-log.ts";
import { DAY, dayOf } from "../tables/archives.ts";
import { readPlace, readState } from "../tables/log-state.ts";
import { migrations } from "../tables/migrations.ts";
import { readEdge } from "../tables/tiles.ts";
import { logFolder } from "../testing/log-key.ts";
import { expectWholeLog, putRecords } from "../testing/recorded.ts";
import { partitionedTables } from "../tables/partitions.ts";
import { smallPartitions } from "../testing/small-partitions.ts";
import { holdArchives, inTransaction } from "./retention.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const PARTITION = 1_024;
const LOG = "audit_log";
const reason = { purpose: Purpose.AUDIT, caseNumber: "" };
const who = { participant: "OCO", principal: "oco-auditor", roles: ["auditor"] } as const;
const { signal } = new AbortController();
const everything = { from: 0, until: 0, fromIndex: 0, untilIndex: 0, notice: null, operation: "" };

let hub: TestHub;
let server: PostgresServer;
let database: Database<unknown>;
let served: ServedService;
let environment: { [name: string]: string };
let tiles: string;
let samples = 0;
/** Every checkpoint that was seen, by its size. */
const published = new Map<number, string>();

beforeAll(async () => {
  hub = await openTestHub();
  server = await startTestPostgres({ dir: join(hub.folder, "postgres") });
  tiles = `127.0.0.1:${await freePort()}`;
  environment = {
    ...hub.environment,
    TALANOA_LISTEN: "127.0.0.1:1",
    TALANOA_POSTGRES_URL: server.url(LOG),
    TALANOA_LOG_HEADS_SECONDS: "100000",
    TALANOA_LOG_SCRUB_SHARE: "0",
    TALANOA_LOG_FRESH_WITHIN_MS: "20000",
    TALANOA_LOG_HTTP_LISTEN: tiles,
    ...(await logFolder(hub.folder)),
  };
  database = await newDatabase(LOG);
  await hub.put(...["OCO", ...participants].map(memberOf));
  served = await serve();
  await put(3 * PARTITION + 200);
});
afterAll(async () => {
  for (const program of programs) program.kill("SIGKILL");
  await served?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
  await server?.stop();
  await hub?.[Symbol.asyncDispose]();
});

function memberOf(id: string): Init<DirectoryEntry> {
  const type = id === "OCO" ? ParticipantType.SECRETARIAT : ParticipantType.MEMBER;
  return { participant: { id, name: id, type } };
}

async function newDatabase(name: string): Promise<Database<unknown>> {
  await server.createDatabase(name);
  const url = server.url(name);
  const made = await openDatabase({ url, name: "test", migrations, maxConnections: 3 });
  await smallPartitions(made.pool, PARTITION);
  return made;
}

const serve = () => hub.run({ name: "audit-log", settings, start: startLog }, environment);

/** Puts records into the stream; resolves when a checkpoint has them all. */
async function put(count: number, pool = database.pool): Promise<void> {
  const records = fc.sample(anyRecord(), { numRuns: count, seed: (samples += 1) });
  await putRecords(hub.committer, records);
  await untilPublished(pool);
}

async function untilPublished(pool = database.pool): Promise<void> {
  await until(async () => {
    const { lastSequence } = await readStreamUsage(hub.bus);
    const { size, position } = await readPlace(pool);
    const { signed: checkpoint } = await readCheckpoints(pool);
    if (checkpoint) published.set(checkpoint.size, checkpoint.note);
    await sleep(50);
    const { most: unread } = await countRecords(hub.bus, lastSequence, position + 1);
    return checkpoint?.size === size && unread === 0;
  });
}

const programs: ChildProcess[] = [];

function start(words: readonly string[], more: { [name: string]: string } = {}): ChildProcess {
  const program = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), ...words], {
    env: { ...keepsCompiled, ...environment, ...more },
    stdio: ["ignore", "pipe", "pipe"],
  });
  programs.push(program);
  return program;
}

/** Milliseconds that each command took the last time. */
const took: { [command: string]: number } = {};

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const started = performance.now();
  const program = start(words);
  const [out, err, [code]] = await Promise.all([
    text(program.stdout!),
    text(program.stderr!),
    once(program, "exit"),
  ]);
  took[words[0]!] = performance.now() - started;
  return { code: code as number, out, err };
}

async function key() {
  const file = environment["TALANOA_LOG_KEY_FILE"]!;
  return parseSignerKey((await readFile(file, "utf8")).trim()).key;
}

async function policy() {
  const its = await key();
  return { origin: its.name, keys: [its], witnesses: [], quorum: 0 };
}

async function verified(folder: string): Promise<number> {
  let count = 0;
  for await (const _ of readArchive(await openArchive(folder, await policy()))) count += 1;
  return count;
}

/** All rows of the log, but for what is asked of it meanwhile. */
async function rowsOf(pool: Pool, before: number): Promise<string[]> {
  const tables = {
    entries: "index < $1 order by index",
    parts: "index < $1 order by index, party",
    notice_entries: "first_index < $1 order by first_index, origin, notice",
    operation_entries: "index < $1 order by index, party, operation",
    archives: "until_index < $1",
    archived_parties: "index < $1 order by number, party",
    archived_notices: "last_index < $1 order by number, origin, notice",
  };
  const all: string[] = [];
  for (const [table, where] of Object.entries(tables)) {
    const { rows } = await pool.query(
      `select '${table} ' || its::text as row from ${table} its where ${where}`,
      [before],
    );
    all.push(...rows.map(({ row }) => row as string));
  }
  return all;
}

async function isClean(pool = database.pool): Promise<{ entries: number; archived: number }> {
  const promised = { key: await key(), head: null };
  const found = await scrub({ pool, promised: () => promised, bus: hub.bus, signal });
  expect(found.difference).toBeNull();
  expect(found.records).toBe(found.entries);
  return { entries: found.entries, archived: found.archived };
}

async function ask(question: Init<QueryRequest> = {}) {
  const token = await hub.token(who);
  return served.call(ExchangeLogService.query, { reason, pageSize: 1_000, ...question }, token);
}

let whole: string[];
let folder: string;
const first = `entries-0-${PARTITION - 1}`;
const second = `entries-${PARTITION}-${2 * PARTITION - 1}`;

test("a log that nobody has shortened answers from its first entry on", async () => {
  folder = join(hub.folder, "archives");
  whole = await rowsOf(database.pool, 2 * PARTITION);
  const answer = await ask();
  expect(answer.archives).toEqual([]);
  expect(answer.rows[0]!.index).toBe(0);
  expect((await run("copy")).code).toBe(2);
  expect((await run("detach", folder)).err).toContain("give either --before or --partition");
  const early = await run("detach", folder, "--before", "2001-01-01");
  expect(early).toMatchObject({ code: 0, out: expect.stringContaining("nothing was taken out") });
  expect(early.out).toContain(`A partition has ${PARTITION} entries`);
});

test("the oldest partitions are taken out while the log is written, and stand in files that verify", async () => {
  const detached = new AbortController();
  const writer = (async () => {
    while (!detached.signal.aborted) await putRecords(hub.committer, fc.sample(anyRecord(), 20));
  })();
  await using reader = await readingNotices();
  const detaching = withArchives(database, everything, () =>
    run("detach", folder, "--partition", "1", "--by", "an-operator"),
  );
  // It gives the locks that it has back, and tries again.
  const tried = new Set<string>();
  await until(async () => {
    for (const each of await waitingLocks()) tried.add(each);
    if (tried.size > 0) await database.pool.query("select 1 from entries limit 1");
    return tried.size > 1;
  });
  await reader[Symbol.asyncDispose]();
  const { result, archives } = await detaching;
  detached.abort();
  await writer;
  expect(result).toMatchObject({ code: 0, err: "" });
  expect(archives.map(({ name }) => name)).toEqual([first, second]);
  expect((await readdir(folder)).toSorted()).toEqual([first, second]);
  expect(await verified(join(folder, second))).toBe(PARTITION);
  const { rows } = await database.pool.query(
    "select name, from_index, until_index, detached_by from archives order by number",
  );
  expect(rows).toEqual([
    { name: first, from_index: 0, until_index: PARTITION, detached_by: "an-operator" },
    { name: second, from_index: PARTITION, until_index: 2 * PARTITION, detached_by: "an-operator" },
  ]);
  const least = await database.pool.query("select min(index) as index from entries");
  expect(least.rows[0].index).toBe(2 * PARTITION);
});

/** A transaction that has read of the last of the tables that are locked. */
async function readingNotices(): Promise<AsyncDisposable> {
  const client = await database.pool.connect();
  let isOpen = true;
  await client.query("begin");
  await client.query("select 1 from operation_entries limit 1");
  return {
    async [Symbol.asyncDispose]() {
      if (isOpen) client.release(true);
      isOpen = false;
    },
  };
}

/** When those that wait for the tables alone began to. */
async function waitingLocks(): Promise<string[]> {
  const { rows } = await database.pool.query<{ began: string }>(
    `select query_start::text as began from pg_stat_activity
     where wait_event_type = 'Lock' and query like 'lock table only entries%'`,
  );
  return rows.map(({ began }) => began);
}

test("who believes to have the turn changes nothing when another was quicker", async () => {
  const hold = (beginning: number) =>
    inTransaction(database.pool, (client) => holdArchives(client, beginning));
  await hold(2 * PARTITION);
  await expect(hold(PARTITION)).rejects.toMatchObject({ code: "conflict" });
});

test("the records of parties and notices go on with their numbers", async () => {
  await put(500);
  const { archived } = await isClean();
  expect(archived).toBe(2 * PARTITION);
  // Another process begins without memory of the notices.
  await served[Symbol.asyncDispose]();
  served = await serve();
  await put(500);
  await isClean();
});

test("an answer says which archives may have more of it", async () => {
  const { rows, archives } = await ask({ includeExercises: true });
  expect(rows[0]!.index).toBe(2 * PARTITION);
  expect(archives.map(({ name }) => name)).toEqual([first, second]);
  expect((await ask({ fromIndex: 2 * PARTITION })).archives).toEqual([]);
  expect((await ask({ fromIndex: PARTITION })).archives.map(({ name }) => name)).toEqual([second]);
  // What belongs to an operation any of them may say.
  const ofOperation = await ask({ fromIndex: 2 * PARTITION, operation: operations[0]! });
  expect(ofOperation.archives).toHaveLength(2);
  const record = Record.decode(
    (await database.pool.query("select record from entries where index = $1", [2 * PARTITION]))
      .rows[0].record,
  );
  const [notice] = record.facts ? noticesOf(record.facts) : [];
  const token = await hub.token(who);
  const asked = notice ?? { origin: participants[0]!, id: "none", version: 1 };
  const trail = await served.call(ExchangeLogService.trail, { reason, notice: asked }, token);
  expect(trail.archives).toHaveLength(2);
  // Whether something was received for the first time is decided by all that was before.
  const lately = { reason, from: Date.now() - 1_000 };
  const stats = await served.call(ExchangeLogService.stats, lately, token);
  expect(stats.archives).toHaveLength(2);
});

test("which archives are told says no more of a time than its day", async () => {
  const { rows } = await database.pool.query<{ last: number }>(
    "select max(last_at) as last from archives",
  );
  const { last } = rows[0]!;
  const { archives } = await ask({ from: dayOf(last) + DAY - 1, includeExercises: true });
  expect(archives.length).toBeGreaterThan(0);
  for (const { firstAt, lastAt } of archives)
    expect([firstAt % DAY, lastAt % DAY]).toEqual([0, DAY - 1]);
  // What only finds entries, and is compared with none in an archive, hides no archive.
  await database.pool.query("create table kept as select * from time_spans where span < 2");
  await database.pool.query("delete from time_spans where span < 2");
  expect((await ask({ until: last, includeExercises: true })).archives).toHaveLength(2);
  await database.pool.query("insert into time_spans select * from kept; drop table kept");
});

test("an entry in an archive is still proved, and its bundle is said to be elsewhere", async () => {
  const token = await hub.token(who);
  const { checkpoint, proofs } = await served.call(
    ExchangeLogService.prove,
    { indexes: [5] },
    token,
  );
  const head = openCheckpoint(checkpoint, await policy()).checkpoint;
  const archive = await openArchive(join(folder, first), await policy());
  for await (const { index, its } of readArchive(archive)) {
    if (index < 5) continue;
    verifyInclusion(leafHash(its.entry), 5, head, proofs[0]!.hashes);
    break;
  }
  const answer = await fetch(`http://${tiles}/tile/entries/000`);
  expect(answer.status).toBe(410);
  expect(await answer.text()).toContain(`in the archive ${first}`);
  expect((await fetch(`http://${tiles}/tile/0/000`)).status).toBe(200);
  const { archives } = await served.call(ExchangeLogService.getCheckpoint, {}, token);
  expect(archives).toHaveLength(2);
});

test("one byte that was changed in any file of an archive is found", async () => {
  const from = join(folder, first);
  const names = await readdir(from, { recursive: true, withFileTypes: true });
  const files = names
    .filter((each) => each.isFile())
    .map((each) => relative(from, join(each.parentPath, each.name)));
  expect(files.length).toBeGreaterThan(12);
  for (const [i, file] of files.entries()) {
    const copy = join(hub.folder, "damaged");
    await cp(from, copy, { recursive: true });
    const bytes = await readFile(join(copy, file));
    bytes[(i * 7_919) % bytes.length]! ^= 1;
    await writeFile(join(copy, file), bytes);
    const damaged: unknown = await verified(copy).catch((error: unknown) => error);
    expect({ file, damaged }).toMatchObject({ file, damaged: { name: "NotGenuine" } });
    await rm(join(copy, file));
    const missing: unknown = await verified(copy).catch((error: unknown) => error);
    expect({ file, missing }).toMatchObject({
      file,
      missing: { message: expect.stringMatching(/not whole|no such file/) },
    });
    await rm(copy, { recursive: true });
  }
});

test("what was put back is as it was before, row for row", async () => {
  const wrong = await run("attach", join(folder, first));
  expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining(second) });
  const { result, archives } = await withArchives(database, everything, () =>
    run("attach", folder),
  );
  expect(result).toMatchObject({ code: 0, err: "" });
  expect(archives.map(({ name }) => name)).toEqual([first, second]);
  expect(await rowsOf(database.pool, 2 * PARTITION)).toEqual(whole);
  for (const table of partitionedTables)
    expect(await definitionOf(`${table}_0`)).toEqual(await definitionOf(`${table}_2`));
  expect((await isClean()).archived).toBe(0);
  expect((await ask()).archives).toEqual([]);
});

/** What a table has of indexes and constraints, but for their names. */
async function definitionOf(table: string): Promise<unknown> {
  const { rows } = await database.pool.query(
    `select regexp_replace(pg_get_indexdef(indexrelid), '^.* USING', '') as definition,
       relispartition as attached
     from pg_index join pg_class on oid = indexrelid where indrelid = to_regclass($1)
     union all
     select pg_get_constraintdef(oid), conparentid <> 0
     from pg_constraint where conrelid = to_regclass($1)
     order by definition`,
    [table],
  );
  return rows;
}

test("a damaged archive takes nothing out of the database", async () => {
  const file = join(folder, first, "records");
  const bytes = await readFile(file);
  const changed = Buffer.from(bytes);
  changed[100]! ^= 1;
  await writeFile(file, changed);
  const { code, err } = await run("detach", folder, "--partition", "1");
  expect(code).toBe(1);
  expect(err).toContain("records");
  expect(await rowsOf(database.pool, 2 * PARTITION)).toEqual(whole);
  await writeFile(file, bytes);
});

test("whenever it is killed, either nothing has changed or all, and it goes on", async () => {
  await rm(folder, { recursive: true });
  const share = () => 0.4 + Math.random() * 0.6;
  await killed(took.detach! * share(), "detach", folder, "--partition", "1");
  const { rows } = await database.pool.query(
    `select (select coalesce(max(until_index), 0) from archives) as beginning,
       (select min(index) from entries) as entries, (select min(index) from parts) as parts`,
  );
  const { beginning, entries, parts } = rows[0];
  expect([0, PARTITION, 2 * PARTITION]).toContain(beginning);
  expect({ entries, parts }).toEqual({ entries: beginning, parts: beginning });
  await done("detach", folder, "--partition", "1");
  await killed(took.attach! * share(), "attach", folder);
  const { rows: left } = await database.pool.query("select number from archives");
  if (left.length > 0) await done("attach", folder);
  expect(await rowsOf(database.pool, 2 * PARTITION)).toEqual(whole);
});

/** Runs a command that must succeed, as soon as the database has noticed that the one before is gone. */
async function done(...words: string[]): Promise<void> {
  await until(async () => {
    const { code, err } = await run(...words);
    if (code !== 0) expect(err).toContain("another archives or restores");
    return code === 0;
  });
}

async function killed(after: number, ...words: string[]): Promise<void> {
  const program = start(words);
  const exited = once(program, "exit");
  await sleep(after);
  program.kill("SIGKILL");
  await exited;
}

test("a log that is restored from archives has the same roots, and goes on from the stream", async () => {
  const backup = join(hub.folder, "backup");
  expect(await run("copy", backup)).toMatchObject({ code: 0, err: "" });
  await put(300);
  // What is whole stays, and is looked at; the rest is written anew, and what was left half done is taken away.
  const records = join(backup, first, "records");
  const bytes = await readFile(records);
  await writeFile(records, bytes.subarray(0, 10));
  await cp(join(backup, second), join(backup, `${second}.partial`), { recursive: true });
  expect(await run("copy", backup)).toMatchObject({
    code: 1,
    err: expect.stringContaining(records),
  });
  await writeFile(records, bytes);
  expect((await run("copy", backup)).code).toBe(0);
  expect(await readdir(backup)).toHaveLength(
    Math.ceil((await readCheckpoints(database.pool)).signed!.size / PARTITION),
  );
  await put(200);
  await served[Symbol.asyncDispose]();
  await using restored = await newDatabase("restored");
  environment["TALANOA_POSTGRES_URL"] = server.url("restored");
  // Nothing of an archive is taken that is not wholly what was signed.
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(records, bytes);
  expect(await run("restore", backup)).toMatchObject({
    code: 1,
    err: expect.stringContaining(records),
  });
  expect((await readState(restored.pool)).size).toBe(0);
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(records, bytes);
  const manifest = join(backup, first, "archive");
  const signed = await readFile(manifest, "utf8");
  await writeFile(manifest, `${signed.split("\n\n")[0]}\n`);
  expect(await run("restore", backup)).toMatchObject({
    code: 1,
    err: expect.stringMatching(new RegExp(`not signed .*${first}.* --unsigned`)),
  });
  await writeFile(manifest, signed);
  const { code, err } = await run("restore", backup);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  served = await serve();
  await untilPublished(restored.pool);
  expect(published.size).toBeGreaterThan(2);
  await expectPublished(restored.pool);
  await expectWholeLog(hub.bus, restored.pool);
  await isClean(restored.pool);
  const archive = await openArchive(join(backup, second), await policy());
  const edge = await readEdge(restored.pool, 2 * PARTITION);
  expect(Buffer.from(await archivedRoot(archive))).toEqual(Buffer.from(edgeRoot(edge)));
});

/** Expects that a log has the root of every checkpoint that was seen. */
async function expectPublished(pool: Pool): Promise<void> {
  for (const note of published.values()) {
    const { size, root } = openCheckpoint(note, await policy()).checkpoint;
    expect(Buffer.from(edgeRoot(await readEdge(pool, size)))).toEqual(Buffer.from(root));
  }
}

test("a log that was restored says that it is reading again until it has what it signed, and then what it lacks", async () => {
  const archive = join(hub.folder, "backup", first);
  const { opened } = await openArchive(archive, await policy());
  const { size } = opened.checkpoint;
  await using restored = await newDatabase("reading");
  const { pool } = restored;
  environment["TALANOA_POSTGRES_URL"] = server.url("reading");
  expect(await run("restore", archive)).toMatchObject({ code: 0, err: "" });
  expect((await readPlace(pool)).size).toBe(PARTITION);
  // While it is held, the service does not read on.
  const lead = await takeLead(pool);
  const http = `127.0.0.1:${await freePort()}`;
  await using reading = await hub.run(
    { name: "audit-log", settings, start: startLog },
    {
      ...environment,
      TALANOA_LOG_HTTP_LISTEN: http,
      TALANOA_DATA_DIR: await mkdtemp(join(hub.folder, "reading-")),
    },
  );
  const token = await hub.token(who);
  const { getCheckpoint, prove } = ExchangeLogService;
  const proved = { indexes: [0, PARTITION + 5], size };
  const since = () => reading.call(getCheckpoint, { since: PARTITION }, token);
  const proofs = () => reading.call(prove, proved, token);
  // In the log, its last of each level, and behind it.
  const paths = ["checkpoint", "tile/0/000", "tile/1/000.p/4", "tile/0/004.p/5"];
  const statuses = async () => {
    const answers = await Promise.all(paths.map((path) => fetch(`http://${http}/${path}`)));
    for (const { ok, headers } of answers)
      if (!ok) expect(headers.get("cache-control")).toBe("no-store");
    return answers.map(({ status }) => status);
  };
  expect(await statuses()).toEqual([503, 503, 503, 503]);
  const unavailable = { code: 14, message: expect.stringContaining("is reading again") };
  expect(await refusalOf(since())).toMatchObject(unavailable);
  expect(await refusalOf(proofs())).toMatchObject(unavailable);
  await lead![Symbol.asyncDispose]();
  await until(async () => (await readPlace(pool)).size >= size, 30_000);
  expect(await statuses()).toEqual([200, 200, 200, 200]);
  expect((await since()).consistency).not.toEqual([]);
  expect((await proofs()).proofs).toHaveLength(2);
  await pool.query("delete from tiles where level = 0 and index in (0, 4)");
  expect(await statuses()).toEqual([200, 404, 200, 404]);
  expect(await refusalOf(proofs())).toMatchObject({ code: 13 });
});

test("a log that was restored promises what its archives do, whatever the stream has", async () => {
  const archive = join(hub.folder, "backup", first);
  const { opened } = await openArchive(archive, await policy());
  const { size } = opened.checkpoint;
  expect(size).toBeGreaterThan(PARTITION + 10);
  await using promised = await newDatabase("promised");
  const { pool } = promised;
  environment["TALANOA_POSTGRES_URL"] = server.url("promised");
  expect(await run("restore", archive)).toMatchObject({ code: 0, err: "" });
  // Another stream behind the archive.
  const { position } = await readPlace(pool);
  const request = JSON.stringify({ seq: position + 10 });
  await hub.bus.request(`$JS.API.STREAM.MSG.DELETE.${EXCHANGE}`, request);
  const log = openLogger("audit-log", "fatal");
  await using keeper = await keepLog({ bus: hub.bus, pool, log, onFailure: fail });
  await until(async () => keeper.state.size >= size, 60_000);
  const options = { pool, key: await key(), promised: null, caughtUp: async () => {} };
  await expect(checkContinues(options, signal)).rejects.toThrow(
    `has other entries than the checkpoint of ${size} says`,
  );
});

function fail(error: unknown): never {
  throw error;
}

test("a log is restored although the stream has lost its beginning", async () => {
  const backup = join(hub.folder, "backup");
  const position = await database.pool.query("select position from log_state");
  await served[Symbol.asyncDispose]();
  const purge = JSON.stringify({ seq: Math.floor(position.rows[0].position / 2) });
  await hub.bus.request(`$JS.API.STREAM.PURGE.${EXCHANGE}`, purge);
  await using restored = await newDatabase("restored_late");
  environment["TALANOA_POSTGRES_URL"] = server.url("restored_late");
  expect(await run("restore", backup)).toMatchObject({ code: 0, err: "" });
  served = await serve();
  await put(100, restored.pool);
  await expectPublished(restored.pool);
  const promised = { key: await key(), head: null };
  const found = await scrub({
    pool: restored.pool,
    promised: () => promised,
    bus: hub.bus,
    signal,
  });
  expect(found.difference).toBeNull();
  // All that the stream still has, and not what came after the backup alone.
  expect(found.records).toBeGreaterThan(found.entries / 3);
  const errors: object[] = [];
  const log = openLogger("audit-log", "fatal");
  log.error = ((fields: object) => void errors.push(fields)) as typeof log.error;
  const state = (await restored.pool.query("select size, position from log_state")).rows[0];
  await using _ = compareCounts({
    bus: hub.bus,
    pool: restored.pool,
    log,
    state: () => state,
    every: 100_000,
    onFailure: (error) => errors.push(error as object),
  });
  await until(async () => {
    const { rows } = await restored.pool.query("select compared_index as index from log_state");
    return errors.length > 0 || rows[0].index > 0;
  });
  expect(errors).toEqual([]);
});

test("what is lost between a backup and the stream is noticed, and passed over when it is said to be nothing", async () => {
  const backup = join(hub.folder, "backup");
  await served[Symbol.asyncDispose]();
  await using restored = await newDatabase("restored_before");
  environment["TALANOA_POSTGRES_URL"] = server.url("restored_before");
  expect(await run("restore", backup)).toMatchObject({ code: 0, err: "" });
  const state = await readState(restored.pool);
  const begins = state.position + 50;
  await hub.bus.request(`$JS.API.STREAM.PURGE.${EXCHANGE}`, JSON.stringify({ seq: begins }));
  const text = `begins at ${begins}, but the log has it up to`;
  await expect(checkStream(hub.bus, restored.pool, state)).rejects.toThrow(text);
  expect(await run("restore", backup)).toMatchObject({
    code: 1,
    err: expect.stringContaining(text),
  });
  const other = await run("restore", backup, "--stream-from", String(begins + 1));
  expect(other).toMatchObject({ code: 1, err: expect.stringContaining("the stream begins at") });
  const passed = await run("restore", backup, "--stream-from", String(begins));
  expect(passed).toMatchObject({ code: 0, err: "" });
  await checkStream(hub.bus, restored.pool, state);
});

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import type { PostgresServer } from "@talanoa/devstack/postgres.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import { type Database, openDatabase } from "@talanoa/platform/database/database.ts";
import { openLogger } from "@talanoa/platform/logging.ts";
import { openTestHub, type TestHub, until } from "@talanoa/platform/testing/hub.ts";
import { anyRecord } from "@talanoa/sharing/record/testing/any-record.ts";
import { signer } from "@talanoa/tlog/note/signer.ts";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { publishCheckpoints, readCheckpoints, storeCheckpoint } from "../prove/checkpoints.ts";
import { keepLog } from "../keep/keep-log.ts";
import { migrations } from "../tables/migrations.ts";
import { openPublished, type Published } from "../prove/published.ts";
import { putRecords } from "../testing/recorded.ts";
import { rewriteLog, type Source, sourcesOf } from "../testing/rewritten.ts";
import type { Difference } from "./difference.ts";
import { scrubAgain } from "./scrub-again.ts";
import { scrub, type Scrubbed } from "./scrub.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const PUBLISHED = 2_300;
const SIZE = 2_600;
const WHOLE = "whole";
const key = signer("test/exchange-log", "ed25519", generateKeyPairSync("ed25519").privateKey);
const log = openLogger("audit-log", "fatal");
let hub: TestHub;
let server: PostgresServer;
let published: Published;
let database: Database<unknown>;
let copies = 0;
let samples = 0;

// One log is kept, by the service's own code; each test edits a copy of its database.
beforeAll(async () => {
  hub = await openTestHub();
  server = await startTestPostgres({ dir: join(hub.folder, "postgres") });
  published = await openPublished(hub.folder, key.key);
  await server.createDatabase(WHOLE);
  await using whole = await open(WHOLE);
  await makeLog(whole);
});
afterAll(async () => {
  await server?.stop();
  await hub?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  const name = `copy_${(copies += 1)}`;
  await using admin = await openDatabase({
    url: server.url("postgres"),
    name: "t",
    migrations: {},
  });
  await admin.pool.query(`create database ${name} template ${WHOLE}`);
  database = await open(name);
});
afterEach(() => database?.[Symbol.asyncDispose]());

const open = (name: string) =>
  openDatabase({ url: server.url(name), name: "test", migrations, maxConnections: 3 });
/** The same in each run, so that an edit always meets a row that it changes. */
const records = (numRuns: number): Init<Record>[] =>
  fc.sample(anyRecord(), { numRuns, seed: (samples += 1) });

async function makeLog({ pool }: Database<unknown>): Promise<void> {
  await using keeper = await keepLog({
    bus: hub.bus,
    pool,
    log,
    onFailure: (error) => log.error({ err: error }, "failed"),
  });
  const put = async (count: number) => {
    const first = await putRecords(hub.committer, records(count));
    expect(await keeper.reached(first + Math.min(count, 500) - 1, 30_000)).toBe(true);
  };
  const stop = new AbortController();
  const publish = async () => {
    const { size } = keeper.state;
    const over = publishCheckpoints({ pool, signer: key, published, log }, stop.signal);
    await until(async () => (await readCheckpoints(pool)).signed?.size === size);
    stop.abort();
    await over;
  };
  // What no step writes, and what an id cannot be.
  const [one] = records(1);
  const odd = { origin: "F\0J", id: "x".repeat(100), version: 2 ** 32 - 1 };
  await putRecords(hub.committer, [
    { ...one, nonce: randomBytes(16), participant: "N\0Z", facts: { refused: { notice: odd } } },
  ]);
  const unread = { [RECORD_HEADER]: Buffer.from("not a record").toString("base64") };
  await hub.committer.commit([
    { subject: "record.opened", payload: new Uint8Array(), headers: unread, messageId: "unread" },
  ]);
  for (const count of [398, 700, 1, 499, 500]) await put(count);
  await until(async () => keeper.state.size === 2_100);
  for (let turn = 0; turn < 20; turn++) await put(10);
  await until(async () => keeper.state.size === PUBLISHED);
  await publish();
  await put(SIZE - PUBLISHED);
  await until(async () => keeper.state.size === SIZE);
  const signed = (await readCheckpoints(pool)).signed!;
  await storeCheckpoint(pool, "cosigned", signed);
}

const { signal } = new AbortController();
const promised = () => ({ key: key.key, head: published.last?.checkpoint ?? null });
const scrubbed = (more: Partial<Parameters<typeof scrub>[0]> = {}): Promise<Scrubbed> =>
  scrub({ pool: database.pool, promised, signal, ...more });
const withStream = () => scrubbed({ bus: hub.bus });
const edit = (text: string) => database.pool.query(text);

async function found(by: Promise<Scrubbed> = scrubbed()): Promise<Difference> {
  const { difference } = await by;
  expect(difference).not.toBeNull();
  expect(difference!.next).toMatch(/docs\/log.md/);
  return difference!;
}

test("a log that nobody touched is clean, with its stream", async () => {
  const pages: number[] = [];
  const onPage = async ({ entries }: Scrubbed) => void pages.push(entries);
  const { rows, ...all } = await scrubbed({ bus: hub.bus, onPage });
  expect(all).toEqual({
    entries: SIZE,
    of: SIZE,
    archived: 0,
    tiles: 12,
    records: SIZE,
    checkpoint: PUBLISHED,
    difference: null,
  });
  expect(rows).toBeGreaterThan(SIZE * 2);
  expect(pages).toEqual([512, 1_024, 1_536, 2_048, 2_560, SIZE]);
});

test("an empty log is clean", async () => {
  await server.createDatabase("empty");
  await using empty = await open("empty");
  const promised = () => ({ key: key.key, head: null });
  const { difference, entries } = await scrub({ pool: empty.pool, promised, signal });
  expect({ difference, entries }).toEqual({ difference: null, entries: 0 });
});

/** An edit of each column, and what is said of it: table, index and column, where the column can be told. */
const edits: [column: string, edit: string, table: string, index: number, columnSaid?: string][] = [
  ["entries.index", "update entries set index = 1500000 where index = 7", "entries", 1_500_000, ""],
  [
    "entries.stream_sequence",
    "update entries set stream_sequence = 1 where index = 9",
    "entries",
    9,
  ],
  [
    "entries.leaf_hash",
    "update entries set leaf_hash = sha256('') where index = 2299",
    "entries",
    2_299,
  ],
  [
    "entries.record",
    "update entries set record = (select record from entries where index = 3) where index = 4",
    "entries",
    4,
  ],
  [
    "entries.record",
    "update entries set record = set_byte(record, 2, get_byte(record, 2) # 1) where index = 77",
    "entries",
    77,
  ],
  ["entries.record", "update entries set record = 'none' where index = 1", "entries", 1],
  [
    "entries.entry",
    "update entries set entry = set_byte(entry, 9, get_byte(entry, 9) # 1) where index = 2599",
    "entries",
    2_599,
  ],
  [
    "entries.places",
    "update entries set places[1] = places[1] + 1 where index = 2000",
    "entries",
    2_000,
  ],
  ["entries.places", "update entries set places = '{}' where index = 2000", "entries", 2_000],
  ["parts.index", "update parts set index = 8 where index = 7 and party = '*'", "parts", 7, ""],
  ["parts.at", "update parts set at = at + 1 where index = 1100 and party <> '*'", "parts", 1_100],
  ["parts.step", "update parts set step = 0 where index = 12 and party = '*'", "parts", 12],
  [
    "parts.exercise",
    "update parts set exercise = not exercise where index = 600 and party = '*'",
    "parts",
    600,
  ],
  [
    "parts.party",
    "update parts set party = 'XX' where index = 20 and party = '*'",
    "parts",
    20,
    "",
  ],
  [
    "parts.participant",
    "update parts set participant = 'XX' where index = 2599 and party = '*'",
    "parts",
    2_599,
  ],
  [
    "parts.principal",
    "update parts set principal = 'someone' where index = 512 and party = '*'",
    "parts",
    512,
  ],
  [
    "notice_entries.origin",
    "update notice_entries set origin = 'XX' where first_index = FIRST",
    "notice_entries",
    -1,
    "",
  ],
  [
    "notice_entries.notice",
    "update notice_entries set notice = 'other' where first_index = FIRST",
    "notice_entries",
    -1,
    "",
  ],
  [
    "notice_entries.first_index",
    "update notice_entries set first_index = first_index + 1 where first_index = FIRST",
    "notice_entries",
    -2,
  ],
  [
    "notice_entries.indexes",
    "update notice_entries set indexes[2] = indexes[2] + 1 where first_index = FIRST",
    "notice_entries",
    -3,
  ],
  [
    "notice_entries.versions",
    "update notice_entries set versions[2] = versions[2] + 1 where first_index = FIRST",
    "notice_entries",
    -3,
  ],
  [
    "notice_entries.ordinal",
    "update notice_entries set ordinal = ordinal + 1 where first_index = FIRST",
    "notice_entries",
    -1,
  ],
  [
    "notice_entries.last_index",
    "update notice_entries set last_index = last_index - 1 where first_index = FIRST",
    "notice_entries",
    -1,
  ],
  ...["party", "operation", "origin", "notice"].map((column): (typeof edits)[number] => [
    `operation_entries.${column}`,
    `update operation_entries set ${column} = 'XX' where (party, operation, index) = (NAMED)`,
    "operation_entries",
    -5,
    ["party", "operation"].includes(column) ? "" : column,
  ]),
  [
    "operation_entries.index",
    "update operation_entries set index = index + 1 where (party, operation, index) = (NAMED)",
    "operation_entries",
    -5,
    "",
  ],
  [
    "party_heads.party",
    "update party_heads set party = 'XX' where party = 'BRAVOCUST'",
    "party_heads",
    -4,
  ],
  [
    "party_heads.ordinal",
    "update party_heads set ordinal = ordinal - 1 where party = 'BRAVOCUST'",
    "party_heads",
    -4,
  ],
  [
    "party_heads.index",
    "update party_heads set index = index - 1 where party = 'BRAVOCUST'",
    "party_heads",
    -4,
  ],
  ["time_spans.span", "update time_spans set span = 7 where span = 1", "time_spans", 7, ""],
  ["time_spans.span", "update time_spans set span = -1 where span = 1", "time_spans", -1, ""],
  [
    "time_spans.min_at",
    "update time_spans set min_at = min_at - 1 where span = 0",
    "time_spans",
    0,
  ],
  [
    "time_spans.max_at",
    "update time_spans set max_at = max_at - 1 where span = 2",
    "time_spans",
    2,
  ],
  ["tiles.level", "update tiles set level = 5 where level = 0 and index = 3", "tiles", 3, ""],
  ["tiles.index", "update tiles set index = 99 where level = 0 and index = 3", "tiles", 99, ""],
  [
    "tiles.hashes",
    "update tiles set hashes = set_byte(hashes, 8191, 1) where level = 0 and index = 8",
    "tiles",
    8,
  ],
  [
    "tiles.hashes",
    "update tiles set hashes = hashes || sha256('') where level = 0 and index = 10",
    "tiles",
    10,
  ],
  [
    "tiles.hashes",
    "update tiles set hashes = set_byte(hashes, 40, 1) where level = 1 and index = 0",
    "tiles",
    0,
  ],
  ["log_state.position", "update log_state set position = position + 1", "log_state", SIZE],
  ["log_state.size", "update log_state set size = size - 1", "entries", SIZE - 1, ""],
  ["log_state.size", "update log_state set size = size + 1", "entries", SIZE, ""],
  ["log_state.partition", "update log_state set partition = 2048", "log_state", SIZE],
  ["log_state.compared_sequence", "update log_state set compared_sequence = 9", "log_state", SIZE],
  [
    "log_state.compared_index",
    "update log_state set compared_index = 5",
    "log_state",
    SIZE,
    "compared_sequence",
  ],
  ["log_state.root", "update log_state set root = sha256('')", "log_state", SIZE],
  [
    "checkpoints.kind",
    "delete from checkpoints where kind = 'cosigned'; update checkpoints set kind = 'cosigned'",
    "checkpoints",
    PUBLISHED,
  ],
  ["checkpoints.size", "update checkpoints set size = size - 1", "checkpoints", PUBLISHED - 1],
  [
    "checkpoints.note",
    "update checkpoints set note = replace(note, '2300', '2301')",
    "checkpoints",
    PUBLISHED,
  ],
  [
    "checkpoints.published_at",
    "update checkpoints set published_at = published_at - 86400000",
    "checkpoints",
    PUBLISHED,
  ],
  [
    "checkpoints.published_at",
    "update checkpoints set published_at = published_at + 86400000",
    "checkpoints",
    PUBLISHED,
  ],
];

describe("a column that was changed is found", () => {
  test.each(edits)("%s: %s", async (edited, text, table, index, column = edited.split(".")[1]!) => {
    // A row that names several entries, behind others of its notice, within the published part.
    const { rows } = await database.pool.query<{ first_index: number; indexes: number[] }>(
      `select first_index, indexes from notice_entries
       where cardinality(indexes) > 2 and indexes[1] + 1 < indexes[2] and first_index > 500
       and first_index in (select first_index from notice_entries group by 1 having count(*) = 1)
       order by first_index limit 1`,
    );
    const [row] = rows;
    const heads = await database.pool.query<{ index: number }>(
      "select index from party_heads where party = 'BRAVOCUST'",
    );
    const named = await database.pool.query<{ operation: string; index: number }>(
      "select operation, index from operation_entries where party = '*' and notice <> '' and index > 500 order by index limit 1",
    );
    const { operation, index: place } = named.rows[0]!;
    const texts = { FIRST: String(row!.first_index), NAMED: `'*', '${operation}', ${place}` };
    await edit(text.replaceAll(/FIRST|NAMED/g, (word) => texts[word as keyof typeof texts]));
    const at: { readonly [index: number]: number } = {
      "-1": row!.first_index,
      "-2": row!.first_index + 1,
      "-3": row!.indexes[1]!,
      "-4": heads.rows[0]!.index,
      "-5": place,
    };
    const where = table === "time_spans" ? index : (at[index] ?? index);
    expect(await found()).toMatchObject({ table, index: where, column });
  });

  test("every column is among them, but for the one that nobody can change", async () => {
    const { rows } = await database.pool.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public' and table_name = any($1)`,
      [
        [
          "entries",
          "parts",
          "notice_entries",
          "operation_entries",
          "party_heads",
          "time_spans",
          "tiles",
          "log_state",
          "checkpoints",
        ],
      ],
    );
    const known = new Set([
      "log_state.id",
      "entries.stored_at",
      ...edits.map(([column]) => column),
    ]);
    expect(rows.map(({ name }) => name).toSorted()).toEqual([...known].toSorted());
    await expect(edit("update log_state set id = false")).rejects.toThrow("log_state_id_check");
  });

  test("entries.stored_at, by the stream", async () => {
    await edit("update entries set stored_at = stored_at + 1 where index = 8");
    expect(await found(withStream())).toMatchObject({
      table: "entries",
      index: 8,
      column: "stored_at",
    });
  });
});

const tables: [table: string, row: string, added: string][] = [
  [
    "entries",
    "index = 700",
    "insert into entries select 2600, stream_sequence, stored_at, leaf_hash, record, entry, places from entries where index = 2599",
  ],
  [
    "parts",
    "index = 700 and party = '*'",
    "insert into parts values (700, 1, 1, false, 'NOBODY', '', '')",
  ],
  [
    "parts",
    "index = 2599 and party = '*'",
    "insert into parts select index, at, 20 - step, exercise, party, participant, principal from parts where index = 700 and party = '*'",
  ],
  [
    "notice_entries",
    "first_index > 700 and cardinality(indexes) > 1",
    "insert into notice_entries values ('XX', 'n', 700, '{700}', '{1}', 1, 700)",
  ],
  [
    "operation_entries",
    "party = '*' and notice <> ''",
    "insert into operation_entries values ('NOBODY', 'SEA', 700, '', '')",
  ],
  ["party_heads", "party = 'ALPHACUST'", "insert into party_heads values ('NOBODY', 1, 1)"],
  ["time_spans", "span = 1", "insert into time_spans values (3, 1, 2)"],
  ["tiles", "level = 0 and index = 2", "insert into tiles values (0, 11, sha256(''))"],
  ["tiles", "level = 1", "insert into tiles values (2, 0, sha256(''))"],
];

test.each(tables)("a row of %s that was deleted is found (%s)", async (table, row) => {
  const { rowCount } = await edit(`delete from ${table} where ${row}`);
  expect(rowCount).toBeGreaterThan(0);
  expect(await found()).toMatchObject({
    table,
    says: expect.stringMatching(/missing|no row says/),
  });
});

test.each(tables)("a row of %s that was added is found (%s)", async (table, _, added) => {
  expect((await edit(added)).rowCount).toBe(1);
  expect((await found()).table).toBe(table);
});

test("a row of an archive that was never made is found", async () => {
  await edit(`insert into archives (number, name, digest, from_index, until_index, last_sequence, first_at, last_at,
      detached_at, detached_by)
    select 0, 'entries-0-1023', '', 0, 1024, stream_sequence, 0, 0, 0, 'nobody' from entries where index = 1023`);
  expect(await found()).toMatchObject({ table: "entries", index: 0 });
});

test.each([
  ["log_state", "delete from log_state"],
  ["checkpoints", "delete from checkpoints where kind = 'signed'"],
  ["checkpoints", "delete from checkpoints"],
])("a row of %s that was deleted is found: %s", async (table, text) => {
  await edit(text);
  expect((await found()).table).toBe(table);
});

test.each([
  [
    "entries",
    "update entries set index = case index when 10 then 11 else 10 end where index in (10, 11)",
  ],
  [
    "tiles",
    "update tiles set index = case index when 1 then 2 else 1 end where level = 0 and index in (1, 2)",
  ],
  [
    "time_spans",
    "update time_spans set span = case span when 0 then 1 else 0 end where span in (0, 1)",
  ],
])("two rows of %s that were swapped are found", async (table, text) => {
  // As one would who edits by hand: the key is not checked in between.
  const key = table === "tiles" ? "(level, index)" : table === "entries" ? "(index)" : "(span)";
  await edit(`alter table ${table} drop constraint ${table}_pkey`);
  await edit(text);
  await edit(`alter table ${table} add primary key ${key}`);
  const difference = await found();
  // What derives from an entry differs with it, and may be compared first.
  const differing = table === "entries" ? [table, "parts", "notice_entries"] : [table];
  expect(differing).toContain(difference.table);
  if (table === "entries") expect([10, 11]).toContain(difference.index);
});

test("two entries that changed places with all that derives from them are found by the checkpoint", async () => {
  const sources = await sourcesOf(database.pool);
  const [one, other] = [sources[10]!, sources[11]!];
  sources[10] = { ...one, bytes: other.bytes };
  sources[11] = { ...other, bytes: one.bytes };
  await rewriteLog(database.pool, sources);
  expect(await found()).toMatchObject({
    index: PUBLISHED,
    says: expect.stringContaining("published"),
  });
});

test("a log that was cut short in all its tables is found by the published checkpoint", async () => {
  await rewriteLog(database.pool, (await sourcesOf(database.pool)).slice(0, PUBLISHED - 1));
  expect(await found()).toMatchObject({ table: "log_state", index: PUBLISHED - 1, column: "size" });
  await edit("delete from checkpoints");
  expect((await found()).table).toBe("checkpoints");
});

test("a log that was cut short together with its checkpoint is found by the file beside the database", async () => {
  const sources = await sourcesOf(database.pool);
  const before = await openPublished(await folder("before"), key.key);
  await edit("delete from checkpoints");
  await rewriteLog(database.pool, sources.slice(0, 1_000));
  await publishOnce(before);
  const alone = { promised: () => ({ key: key.key, head: null }) };
  expect((await scrubbed(alone)).difference).toBeNull();
  expect(await found()).toMatchObject({ table: "log_state", index: 1_000, column: "size" });
});

test.each([0, 1_000, PUBLISHED - 1])(
  "a log in which the record at %i is another, and everything after it, is found by the checkpoint",
  async (index) => {
    const sources = await sourcesOf(database.pool);
    sources[index] = { ...sources[index]!, bytes: Record.encode(records(1)[0]!) };
    await rewriteLog(database.pool, sources);
    expect(await found()).toMatchObject({
      index: PUBLISHED,
      says: `the first ${PUBLISHED} entries are not those of the checkpoint of ${PUBLISHED} that was published`,
    });
  },
);

test("a record that is another behind the last checkpoint, and everything after it, is found by the stream", async () => {
  const sources = await sourcesOf(database.pool);
  sources[2_400] = { ...sources[2_400]!, bytes: Record.encode(records(1)[0]!) };
  await rewriteLog(database.pool, sources);
  expect((await scrubbed()).difference).toBeNull();
  expect(await found(withStream())).toMatchObject({
    table: "entries",
    index: 2_400,
    column: "record",
  });
});

describe("a record that stands in the log twice is found", () => {
  const twice = async (place: number, change: (source: Source) => Source) => {
    const sources = await sourcesOf(database.pool);
    const copy = change(sources[place]!);
    await rewriteLog(database.pool, [
      ...sources.slice(0, place + 1),
      copy,
      ...sources.slice(place + 1),
    ]);
  };

  test("where it stood in the stream", async () => {
    await twice(SIZE - 1, (source) => source);
    expect(await found()).toMatchObject({
      table: "entries",
      index: SIZE,
      column: "stream_sequence",
    });
  });

  test("at another place of the stream, which has none there", async () => {
    await twice(SIZE - 1, (source) => ({ ...source, sequence: source.sequence + 1 }));
    expect((await scrubbed()).difference).toBeNull();
    expect(await found(withStream())).toMatchObject({ table: "entries", index: SIZE });
  });

  test("within what was published", async () => {
    await twice(900, (source) => source);
    expect(await found()).toMatchObject({
      table: "entries",
      index: 901,
      column: "stream_sequence",
    });
  });
});

test("a record of the stream that the log leaves out is found by the stream", async () => {
  const sources = await sourcesOf(database.pool);
  await rewriteLog(database.pool, sources.toSpliced(2_500, 1));
  expect((await scrubbed()).difference).toBeNull();
  expect(await found(withStream())).toMatchObject({ table: "stream", index: 2_500 });
});

test("a stream that is compared from behind its beginning alone is found", async () => {
  await edit("update log_state set compared_sequence = position + 1, compared_index = size");
  expect(await found(withStream())).toMatchObject({
    table: "log_state",
    index: SIZE,
    column: "compared_sequence",
  });
});

test("the scrub in the background compares with the stream", async () => {
  await edit("update entries set stored_at = stored_at + 1 where index = 8");
  const told = Promise.withResolvers<object>();
  const alarms = openLogger("audit-log", "fatal");
  alarms.error = ((fields: object) => told.resolve(fields)) as typeof log.error;
  const over = new AbortController();
  const { pool } = database;
  const options = { bus: hub.bus, pool, promised, log: alarms, share: 1, every: 60_000 };
  const scrubbing = scrubAgain(options, over.signal);
  expect(await told.promise).toMatchObject({ table: "entries", index: 8, column: "stored_at" });
  over.abort();
  await scrubbing;
});

test("a scrub while the log goes on is clean, and ends", async () => {
  await using keeper = await keepLog({
    bus: hub.bus,
    pool: database.pool,
    log,
    onFailure: (error) => expect.fail(String(error)),
  });
  const ended = new AbortController();
  const put = (async () => {
    while (!ended.signal.aborted) await putRecords(hub.committer, records(20));
  })();
  for (let turn = 0; turn < 5; turn++) {
    const size = keeper.state.size;
    const { difference, entries } = await withStream();
    expect(difference).toBeNull();
    expect(entries).toBeGreaterThanOrEqual(size);
  }
  ended.abort();
  await put;
}, 300_000);

test("a message that vanished from the stream, and was not erased, is found", async () => {
  const { rows } = await database.pool.query<{ sequence: number }>(
    "select stream_sequence as sequence from entries where index = 1234",
  );
  const request = JSON.stringify({ seq: rows[0]!.sequence });
  await hub.bus.request(`$JS.API.STREAM.MSG.DELETE.${EXCHANGE}`, request);
  expect(await found(withStream())).toMatchObject({ table: "entries", index: 1_234 });
  expect((await scrubbed()).difference).toBeNull();
});

async function folder(name: string): Promise<string> {
  const path = join(hub.folder, name);
  await mkdir(path, { recursive: true });
  return path;
}

async function publishOnce(into: Published): Promise<void> {
  const stop = new AbortController();
  const { pool } = database;
  const options = { pool, signer: key, published: into, log };
  const over = publishCheckpoints(options, stop.signal);
  await until(async () => (await readCheckpoints(pool)).signed !== undefined);
  stop.abort();
  await over;
}

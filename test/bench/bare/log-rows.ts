import { finished } from "node:stream/promises";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import pg from "pg";
import { from } from "pg-copy-streams";
import { receivers } from "../notices.ts";
import * as copy from "./copy-row.ts";

/** A record that is to be logged: what its rows need. */
export interface BareRecord {
  readonly step: "accepted" | "routed" | "released" | "received";
  /** Whose step it is. */
  readonly participant: string;
  /** The header line that carries it. */
  readonly line: string;
  /** Ids of the notices that it names. */
  readonly notices: readonly string[];
}

/** Writes rows as long as those of the log and of the lists, batch after batch, by COPY. */
export interface BareRows extends AsyncDisposable {
  log(record: BareRecord): void;
  /** One notice more in the lists. */
  list(): void;
}

const MOST = 2_000;
const ENTRY_BYTES = 1_025;
const steps = { accepted: 1, routed: 3, released: 4, received: 5 };

/** Opens tables of its own, like those of the product; disposing drops them. */
export async function openBareRows(logUrl: string, feedsUrl: string): Promise<BareRows> {
  const logDatabase = await openTables(logUrl, ["entries", "parts", "notice_entries"]);
  const feedsDatabase = await openTables(feedsUrl, ["routed_notice"]);
  let records: BareRecord[] = [];
  let listed = 0;
  let index = 0;
  let sequence = 0;
  let running: Promise<unknown> | null = null;
  let closed = false;

  async function writeLog(): Promise<void> {
    while (records.length > 0) {
      const some = records.slice(0, MOST);
      records = records.slice(MOST);
      const rows = layOut(some, index);
      index += some.length;
      await logDatabase.query("begin");
      for (const [table, its] of Object.entries(rows)) await into(logDatabase, table, its);
      await logDatabase.query("commit");
    }
  }

  async function writeLists(): Promise<void> {
    while (listed > 0) {
      const rows: Buffer[] = [];
      for (; listed > 0; listed--) rows.push(withNumber(listRow, sequence++));
      await into(feedsDatabase, "routed_notice", rows);
    }
  }

  function start(): void {
    // What still comes in at the end is for nobody.
    if (closed) return;
    running ??= Promise.all([writeLog(), writeLists()]).finally(() => {
      running = null;
      if (records.length > 0 || listed > 0) start();
    });
  }

  return {
    log(record) {
      records.push(record);
      start();
    },
    list() {
      listed += 1;
      start();
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      records = [];
      listed = 0;
      await running;
      for (const database of [logDatabase, feedsDatabase]) {
        await database.query("drop schema bare cascade");
        await database.end();
      }
    },
  };
}

async function openTables(url: string, tables: readonly string[]): Promise<pg.Client> {
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  await database.query("drop schema if exists bare cascade; create schema bare");
  for (const table of tables) {
    await database.query(`create table bare.${table} (like public.${table} including all)`);
  }
  return database;
}

async function into(database: pg.Client, table: string, rows: readonly Buffer[]): Promise<void> {
  const stream = database.query(from(`copy bare.${table} from stdin (format binary)`));
  stream.end(Buffer.concat([copy.opening, ...rows, copy.closing]));
  await finished(stream);
}

/** The rows of some records, from an index of the log on. */
function layOut(records: readonly BareRecord[], from: number) {
  const entries: Buffer[] = [];
  const parts: Buffer[] = [];
  const named = new Map<string, number[]>();
  for (const [i, record] of records.entries()) {
    entries.push(withNumber(entryRow(record), from + i));
    for (const part of partRows(record)) parts.push(withNumber(part, from + i));
    for (const notice of record.notices) {
      const indexes = named.get(notice);
      if (indexes) indexes.push(from + i);
      else named.set(notice, [from + i]);
    }
  }
  const { row, text, int8, int8Array } = copy;
  const notices = [...named].map(([notice, indexes]) =>
    row(
      text("FJ"),
      text(notice),
      int8(indexes[0]!),
      int8Array(indexes),
      int8Array(indexes.map(() => 1)),
      int8(indexes.length),
      int8(indexes.at(-1)!),
    ),
  );
  return { entries, parts, notice_entries: notices };
}

/** A copy of a row with another number in its first field. */
function withNumber(row: Buffer, number: number): Buffer {
  const its = Buffer.from(row);
  its.writeUInt32BE(Math.floor(number / 2 ** 32), copy.FIRST_VALUE);
  its.writeUInt32BE(number % 2 ** 32, copy.FIRST_VALUE + 4);
  return its;
}

const made = new Map<string, Buffer[]>();

function once(key: string, make: () => Buffer[]): Buffer[] {
  let rows = made.get(key);
  if (!rows) made.set(key, (rows = make()));
  return rows;
}

function entryRow(record: BareRecord): Buffer {
  const bytes = Math.floor(((record.line.length - RECORD_HEADER.length - 4) / 4) * 3);
  // A number and an index for each party, and for the one notice.
  const places = (partRows(record).length - 1 + 1) * 2;
  const { row, int8, bytea, int8Array } = copy;
  const [its] = once(`entry ${bytes} ${places}`, () => [
    row(
      int8(0),
      int8(0),
      int8(Date.now()),
      bytea(32),
      bytea(bytes),
      bytea(ENTRY_BYTES),
      int8Array(Array.from({ length: places }, (_, i) => 1_000 + i)),
    ),
  ]);
  return its!;
}

/** One row for who sees all, one for each party. */
function partRows({ step, participant }: BareRecord): Buffer[] {
  return once(`parts ${step} ${participant}`, () => {
    const parties = step === "routed" ? ["FJ", ...receivers] : [...new Set([participant, "FJ"])];
    const principal = participant && `${participant.toLowerCase()}-liaison`;
    const { row, int8, int2, bool, text } = copy;
    return ["*", ...parties].map((party) =>
      row(
        int8(0),
        int8(Date.now()),
        int2(steps[step]),
        bool(false),
        text(party),
        text(participant),
        text(party === "*" || party === participant ? principal : ""),
      ),
    );
  });
}

const listRow = copy.row(
  copy.int8(0),
  copy.text("FJ"),
  copy.int2(1),
  copy.int2(2),
  copy.textArray(["FJ", ...receivers]),
  copy.textArray(["AU", "EC", "FJ", "PF"]),
  copy.textArray(["melanesia", "polynesia"]),
  copy.textArray(["drugs-cocaine"]),
  copy.text("019809a0c8007000800000000000cafe"),
  copy.int4(1),
  copy.textArray([]),
  copy.textArray([]),
);

import { Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { recordBytes, recordHeader } from "@talanoa/platform/bus/record-header.ts";
import { RECORD_HEADER, stepField, steps } from "@talanoa/contract/records.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { erasedBy } from "@talanoa/platform/bus/tombstone.ts";
import type { LogEntry } from "@talanoa/sharing/record/entry.ts";
import { noting } from "@talanoa/sharing/record/places.ts";
import { append, edgeRoot, emptyEdge } from "@talanoa/tlog/tree/edge.ts";
import type { Pool } from "pg";
import { expect } from "vitest";
import { Batch } from "../keep/append.ts";
import { countRecords } from "../keep/check-stream.ts";
import { Heads } from "../keep/heads.ts";
import { emptyState, readState } from "../tables/log-state.ts";
import { entryOf, type LoggedRecord, loggedRecord } from "../keep/logged-record.ts";
import { type OperationRow, operationRows } from "../keep/operation-rows.ts";
import { stepCodes, WHOLE_LOG } from "../tables/migrations.ts";
import { asItStood } from "../keep/tombstones.ts";

/** Puts records into the stream, each as a message of its step; the sequence of the first. */
export async function putRecords(
  committer: Committer,
  records: readonly Init<Record>[],
): Promise<number> {
  let first = 0;
  for (let at = 0; at < records.length; at += 500) {
    const messages = records.slice(at, at + 500).map((record) => ({
      subject: subjects.record(steps[stepField(Record.decode(Record.encode(record)).facts!)!]),
      payload: new Uint8Array(),
      headers: recordHeader(record),
      messageId: Buffer.from(record.nonce!).toString("hex"),
    }));
    const { firstSequence } = await committer.commit(messages);
    first ||= firstSequence;
  }
  return first;
}

/**
 * All messages with records, in the order in which the stream took them in: what was erased by its
 * tombstone, where it stood. Nobody may be writing.
 */
export async function recordedMessages(bus: Bus): Promise<StoredMessage[]> {
  const all: StoredMessage[] = [];
  const { lastSequence } = await readStreamUsage(bus);
  const { most } = await countRecords(bus, lastSequence);
  if (most === 0) return all;
  const { signal } = new AbortController();
  const options = { filters: subjects.recorded, startSequence: 1, headersOnly: true, signal };
  for await (const messages of readFrom(bus, options)) {
    all.push(...messages);
    if (all.length >= most) break;
  }
  const standing = new Set(all.map(({ sequence }) => sequence));
  return all
    .flatMap((message) => {
      if (!erasedBy(message)) return message;
      const stood = asItStood(message)!;
      return standing.has(stood.sequence) ? [] : stood;
    })
    .sort((one, other) => one.sequence - other.sequence);
}

/**
 * Expects that the log is what the stream says: every record once, in the stream's order, without a
 * gap, with the entry that follows from it, its tree, and the rows by which it is found. Gives its size.
 */
export async function expectWholeLog(bus: Bus, pool: Pool): Promise<number> {
  const messages = await recordedMessages(bus);
  const heads = new Heads([]);
  const logged = messages.map(loggedRecord).map((record, index) => {
    const places: number[] = [];
    const its = entryOf(record, noting(heads.placesAt(index), places));
    return { ...record, its, places };
  });
  const { rows } = await pool.query("select * from entries order by index");
  const found = rows.map(({ index, stream_sequence: sequence, stored_at: storedAt, ...row }) =>
    [
      [index, sequence, storedAt, hex(row.record), hex(row.entry), hex(row.leaf_hash)].join(" "),
      row.places,
    ].join(" "),
  );
  const expected = logged.map(({ sequence, storedAt, its, places }, index) => {
    const bytes = recordBytes(messages[index]!.header(RECORD_HEADER));
    const row = [index, sequence, storedAt, hex(bytes), hex(its.entry), hex(its.leafHash)].join(
      " ",
    );
    return [row, places].join(" ");
  });
  expect(found).toEqual(expected);
  const state = await readState(pool);
  const position = messages.at(-1)?.sequence ?? 0;
  const whole = append(
    emptyEdge,
    logged.map(({ its }) => its.leafHash),
  );
  const root = Buffer.from(edgeRoot(whole.edge));
  expect(state).toMatchObject({ position, size: messages.length, root, edge: whole.edge });
  expect(await storedTiles(pool)).toEqual(
    whole.tiles.map(({ level, index, bytes }) => [level, index, hex(bytes)].join(" ")).toSorted(),
  );
  await expectParts(pool, logged);
  const ends = await pool.query("select party, ordinal, index from party_heads");
  expect(new Map(ends.rows.map(({ party, ...head }) => [party, head]))).toEqual(heads.parties);
  return rows.length;
}

async function storedTiles(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query("select level, index, hashes from tiles");
  return rows.map(({ level, index, hashes }) => [level, index, hex(hashes)].join(" ")).toSorted();
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function rowText({ party, operation, index, origin, notice }: OperationRow): string {
  return [party, operation, index, origin, notice].join(" ");
}

async function expectParts(
  pool: Pool,
  records: readonly (LoggedRecord & { readonly its: LogEntry })[],
): Promise<void> {
  const { rows } = await pool.query("select * from parts order by index, party");
  const expected = records.flatMap(({ at, exercise, participant, principal, its }, index) => {
    const whole = { party: WHOLE_LOG, principal };
    return [whole, ...its.parts].map((part) =>
      [index, at, stepCodes[its.step], exercise, part.party, participant, part.principal].join(" "),
    );
  });
  expect(
    rows.map(({ index, at, step, exercise, party, participant, principal }) =>
      [index, at, step, exercise, party, participant, principal].join(" "),
    ),
  ).toEqual(expected);
  const named = await pool.query(
    `select origin, notice, version, index
     from notice_entries cross join unnest(versions, indexes) as at (version, index)`,
  );
  const names = named.rows.map((row) => `${row.origin} ${row.notice} ${row.version} ${row.index}`);
  const expectedNames = records.flatMap(({ notices }, index) => [
    ...new Set(notices.map(({ origin, id, version }) => `${origin} ${id} ${version} ${index}`)),
  ]);
  expect([...new Set(names)].toSorted()).toEqual(expectedNames.toSorted());
  const operations = await pool.query("select * from operation_entries");
  const expectedOperations = records.flatMap(({ notices, its }, index) =>
    operationRows(its.parts, notices, index),
  );
  expect(operations.rows.map(rowText).toSorted()).toEqual(
    expectedOperations.map(rowText).toSorted(),
  );
  const spans = await pool.query("select span, min_at, max_at from time_spans order by span");
  const all = new Batch(emptyState, new Heads([]));
  for (const record of records) all.add(record);
  expect(spans.rows).toEqual(
    [...all.spans].map(([span, { min, max }]) => ({ span, min_at: min, max_at: max })),
  );
}

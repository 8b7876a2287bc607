import { join } from "node:path";
import { Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { RECORD_HEADER, recordHeader, stepField, steps } from "@talanoa/contract/records.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { startPostgres } from "@talanoa/devstack/postgres.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import type { TestHub } from "@talanoa/platform/testing/hub.ts";
import type { Pool } from "pg";
import { expect } from "vitest";
import { layOut } from "../append.ts";
import { loggedRecord, recordBytes } from "../logged-record.ts";
import { stepCodes, WHOLE_LOG } from "../migrations.ts";

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

/** All messages with records, in the stream's order. */
export async function recordedMessages(bus: Bus): Promise<StoredMessage[]> {
  const all: StoredMessage[] = [];
  const done = new AbortController();
  const { lastSequence } = await readStreamUsage(bus);
  // What stands last may be no record: a mark that is one ends the reading.
  const options = { filters: subjects.recorded, startSequence: 1, headersOnly: true };
  const quiet = setTimeout(() => done.abort(), 10_000);
  for await (const messages of readFrom(bus, { ...options, signal: done.signal })) {
    all.push(...messages.filter(({ sequence }) => sequence <= lastSequence));
    if (messages.some(({ sequence }) => sequence >= lastSequence)) break;
  }
  clearTimeout(quiet);
  return all;
}

/**
 * Expects that the log is what the stream says: every record once, in the stream's order, without a
 * gap, with the entry that follows from it, and with the rows by which it is found. Gives its size.
 */
export async function expectWholeLog(bus: Bus, pool: Pool): Promise<number> {
  const messages = await recordedMessages(bus);
  const { rows } = await pool.query(
    "select index, stream_sequence, stored_at, record, entry, leaf_hash from entries order by index",
  );
  const records = messages.map(loggedRecord);
  expect(rows.length).toBe(messages.length);
  for (const [index, row] of rows.entries()) {
    const { sequence, storedAt, its } = records[index]!;
    const header = messages[index]!.header(RECORD_HEADER);
    expect(row).toEqual({
      index,
      stream_sequence: sequence,
      stored_at: storedAt,
      record: Buffer.from(recordBytes(header)),
      entry: Buffer.from(its.entry),
      leaf_hash: Buffer.from(its.leafHash),
    });
  }
  const state = await pool.query("select position, size from log_state");
  const position = messages.at(-1)?.sequence ?? 0;
  expect(state.rows).toEqual([{ position, size: messages.length }]);
  await expectParts(pool, records);
  return rows.length;
}

async function expectParts(
  pool: Pool,
  records: readonly ReturnType<typeof loggedRecord>[],
): Promise<void> {
  const { rows } = await pool.query("select * from parts order by index, party");
  const expected = records.flatMap((record, index) => {
    const { at, exercise, participant, its } = record;
    const part = { index, at, step: stepCodes[its.step], exercise, participant };
    const seen = its.parts.map(({ party, principal }) => ({ ...part, party, principal }));
    return [{ ...part, party: WHOLE_LOG, principal: record.principal }, ...seen];
  });
  expect(rows).toEqual(expected);
  const named = await pool.query(
    "select origin, notice, version, unnest(indexes) as index from notice_entries",
  );
  const names = named.rows.map((row) => `${row.origin} ${row.notice} ${row.version} ${row.index}`);
  const expectedNames = records.flatMap(({ notices }, index) => [
    ...new Set(notices.map(({ origin, id, version }) => `${origin} ${id} ${version} ${index}`)),
  ]);
  expect(names.toSorted()).toEqual(expectedNames.toSorted());
  const spans = await pool.query("select span, min_at, max_at from time_spans order by span");
  const { spans: expectedSpans } = layOut(records, { position: 0, size: 0 });
  expect(spans.rows).toEqual(
    [...expectedSpans].map(([span, { min, max }]) => ({ span, min_at: min, max_at: max })),
  );
}

/** A database server for the log, with its folder in the hub's. */
export async function startLogServer(hub: TestHub, port?: number) {
  const server = await startPostgres({ dir: join(hub.folder, "postgres"), ...(port && { port }) });
  await server.createDatabase("audit_log");
  return server;
}

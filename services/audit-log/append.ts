import type { ClientBase, Pool } from "pg";
import { CopyRows } from "./copy-rows.ts";
import type { LoggedRecord } from "./logged-record.ts";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import { SPAN, stepCodes, WHOLE_LOG } from "./migrations.ts";

/** How far the log is. */
export interface LogState {
  /** The stream sequence of its last record; 0 for an empty log. */
  readonly position: number;
  /** How many entries it has. */
  readonly size: number;
}

/** Entries for the log, ready to be written at one place of it. */
export interface Batch {
  readonly from: LogState;
  readonly to: LogState;
  readonly entries: CopyRows;
  readonly parts: CopyRows;
  readonly notices: CopyRows;
  readonly spans: ReadonlyMap<number, { min: number; max: number }>;
}

const MOST_VERSION = 2 ** 31 - 1;

export async function readState(pool: Pool): Promise<LogState> {
  const { rows } = await pool.query<LogState>("select position, size from log_state");
  return rows[0] as LogState;
}

/** Lays out records, in the stream's order, as the next entries after a state of the log. */
export function layOut(records: readonly LoggedRecord[], from: LogState): Batch {
  const entries = new CopyRows();
  const parts = new CopyRows();
  const notices = new Map<string, { record: LoggedRecord; place: number; indexes: number[] }>();
  const spans = new Map<number, { min: number; max: number }>();
  for (const [i, record] of records.entries()) {
    const index = from.size + i;
    const { sequence, storedAt, bytes, its, at, exercise, participant } = record;
    entries.row(6).int8(index).int8(sequence).int8(storedAt);
    entries.bytea(its.leafHash).bytea(bytes).bytea(its.entry);
    const seen = (party: string, principal: string): void => {
      parts.row(7).int8(index).int8(at).int2(stepCodes[its.step]).bool(exercise);
      parts.text(party).text(findable(participant)).text(findable(principal));
    };
    seen(WHOLE_LOG, record.principal);
    for (const { party, principal } of its.parts) if (findable(party)) seen(party, principal);
    for (const [place, { origin, id, version }] of record.notices.entries()) {
      if (!findable(origin) || !findable(id) || version > MOST_VERSION) continue;
      const key = `${origin} ${id} ${version}`;
      const named = notices.get(key);
      if (!named) notices.set(key, { record, place, indexes: [index] });
      else if (named.indexes.at(-1) !== index) named.indexes.push(index);
    }
    const span = spans.get(Math.floor(index / SPAN));
    if (!span) spans.set(Math.floor(index / SPAN), { min: at, max: at });
    else {
      span.min = Math.min(span.min, at);
      span.max = Math.max(span.max, at);
    }
  }
  const named = new CopyRows();
  for (const { record, place, indexes } of notices.values()) {
    const { origin, id, version } = record.notices[place]!;
    named.row(5).text(origin).text(id).int4(version).int8(indexes[0]!).int8Array(indexes);
  }
  const position = records.at(-1)?.sequence ?? from.position;
  const to = { position, size: from.size + records.length };
  return { from, to, entries, parts, notices: named, spans };
}

/** An id as one can ask for it; empty for what no id can be, which must not keep a record from the log. */
function findable(id: string): string {
  return SUBJECT_TOKEN.test(id) ? id : "";
}

/**
 * Writes a batch and moves the log's state, in one transaction. False when the log is no longer
 * where the batch was laid out for: another process has written, and nothing of the batch stands.
 * After an error it may stand or not: read the state.
 */
export async function append(pool: Pool, batch: Batch): Promise<boolean> {
  const client = await pool.connect();
  // A connection that is lost between two statements says so by an event; the next statement fails.
  const lost = (): void => {};
  client.on("error", lost);
  let failed = true;
  try {
    await client.query("begin");
    const moved = await moveState(client, batch);
    if (moved) {
      await batch.entries.into(client, "copy entries from stdin (format binary)");
      await batch.parts.into(client, "copy parts from stdin (format binary)");
      if (batch.notices.rows > 0) {
        await batch.notices.into(client, "copy notice_entries from stdin (format binary)");
      }
      await widenSpans(client, batch);
    }
    // The commit point. A failure after it is found out by reading the state.
    await client.query(moved ? "commit" : "rollback");
    failed = false;
    return moved;
  } finally {
    client.off("error", lost);
    client.release(failed);
  }
}

/** Takes the place of the batch, and keeps other processes from it until the end of the transaction. */
async function moveState(client: ClientBase, { from, to }: Batch): Promise<boolean> {
  const { rowCount } = await client.query({
    name: "move-state",
    text: `update log_state set position = $3, size = $4 where position = $1 and size = $2`,
    values: [from.position, from.size, to.position, to.size],
  });
  return rowCount === 1;
}

async function widenSpans(client: ClientBase, { spans }: Batch): Promise<void> {
  const times = [...spans.values()];
  await client.query({
    name: "widen-spans",
    text: `
      insert into time_spans as its (span, min_at, max_at)
      select * from unnest($1::bigint[], $2::bigint[], $3::bigint[])
      on conflict (span) do update
      set min_at = least(its.min_at, excluded.min_at), max_at = greatest(its.max_at, excluded.max_at)`,
    values: [[...spans.keys()], times.map(({ min }) => min), times.map(({ max }) => max)],
  });
}

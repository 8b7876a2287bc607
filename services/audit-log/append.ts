import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import type { ClientBase, Pool } from "pg";
import { CopyRows } from "./copy-rows.ts";
import type { LoggedRecord } from "./logged-record.ts";
import { SPAN, stepCodes, WHOLE_LOG } from "./migrations.ts";

/** How far the log is. */
export interface LogState {
  /** The stream sequence of its last record; 0 for an empty log. */
  readonly position: number;
  /** How many entries it has. */
  readonly size: number;
}

const MOST_VERSION = 2 ** 31 - 1;

export async function readState(pool: Pool): Promise<LogState> {
  const { rows } = await pool.query<LogState>("select position, size from log_state");
  return rows[0] as LogState;
}

/**
 * The next entries of the log after a state of it, laid out as rows while they come in. The records
 * themselves are let go: keeping thousands of them made the collector the dearest part of the log.
 */
export class Batch {
  readonly from: LogState;
  /** When the stream took its first record in, Unix ms. */
  storedAt = 0;
  readonly entries = new CopyRows();
  readonly parts = new CopyRows();
  /** Where each notice is named. */
  readonly notices = new Map<string, NoticeRef & { readonly indexes: number[] }>();
  /** Tombstones among them, which are no entries: where each stands, and where what it stands for did. */
  readonly tombstones: { readonly sequence: number; readonly erased: number }[] = [];
  /** Between which times the entries of each span lie. */
  readonly spans = new Map<number, { min: number; max: number }>();
  #to: LogState;

  constructor(from: LogState) {
    this.from = from;
    this.#to = from;
  }

  /** The state of the log when this stands. */
  get to(): LogState {
    return this.#to;
  }

  get size(): number {
    return this.#to.size - this.from.size;
  }

  /** Adds the next record of the stream. */
  add(record: LoggedRecord): void {
    const index = this.#to.size;
    const { sequence, storedAt, bytes, its } = record;
    this.entries.row(6).int8(index).int8(sequence).int8(storedAt);
    this.entries.bytea(its.leafHash).bytea(bytes).bytea(its.entry);
    this.#seen(index, record, WHOLE_LOG, record.principal);
    for (const { party, principal } of its.parts) {
      if (findable(party)) this.#seen(index, record, party, principal);
    }
    for (const notice of record.notices) this.#named(index, notice);
    this.#dated(index, record.at);
    if (this.size === 0) this.storedAt = storedAt;
    this.#to = { position: sequence, size: index + 1 };
  }

  /** Notes a tombstone. It is written with the next entry: one that says that the erasing is closed follows. */
  tombstone(sequence: number, erased: number): void {
    this.tombstones.push({ sequence, erased });
  }

  #seen(index: number, record: LoggedRecord, party: string, principal: string): void {
    const { at, its, exercise, participant } = record;
    this.parts.row(7).int8(index).int8(at).int2(stepCodes[its.step]).bool(exercise);
    this.parts.ascii(party).ascii(findable(participant)).ascii(findable(principal));
  }

  #named(index: number, { origin, id, version }: NoticeRef): void {
    const key = `${origin} ${id} ${version}`;
    const named = this.notices.get(key);
    if (named) {
      if (named.indexes.at(-1) !== index) named.indexes.push(index);
    } else if (findable(origin) && findable(id) && version <= MOST_VERSION) {
      this.notices.set(key, { origin, id, version, indexes: [index] });
    }
  }

  #dated(index: number, at: number): void {
    const place = Math.floor(index / SPAN);
    const span = this.spans.get(place);
    if (!span) this.spans.set(place, { min: at, max: at });
    else if (at < span.min) span.min = at;
    else if (at > span.max) span.max = at;
  }
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
      await writeNotices(client, batch);
      await widenSpans(client, batch);
      await writeTombstones(client, batch);
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

async function writeNotices(client: ClientBase, { notices }: Batch): Promise<void> {
  if (notices.size === 0) return;
  const rows = new CopyRows();
  for (const { origin, id, version, indexes } of notices.values()) {
    rows.row(5).ascii(origin).ascii(id).int4(version).int8(indexes[0]!).int8Array(indexes);
  }
  await rows.into(client, "copy notice_entries from stdin (format binary)");
}

async function writeTombstones(client: ClientBase, { tombstones }: Batch): Promise<void> {
  if (tombstones.length === 0) return;
  await client.query({
    name: "write-tombstones",
    text: `
      insert into tombstones (sequence, erased)
      select * from unnest($1::bigint[], $2::bigint[]) on conflict do nothing`,
    values: [tombstones.map(({ sequence }) => sequence), tombstones.map(({ erased }) => erased)],
  });
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

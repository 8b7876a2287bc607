import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { noting } from "@talanoa/sharing/record/places.ts";
import type { LogEntry } from "@talanoa/sharing/record/entry.ts";
import { append as appendLeaves, type Appended, edgeRoot } from "@talanoa/tlog/tree/edge.ts";
import type { ClientBase, Pool } from "pg";
import { CopyRows } from "./copy-rows.ts";
import { type Head, type Heads, isId, isNamed, type NoticeKey } from "./heads.ts";
import { addOperationRow, operationRows } from "./operation-rows.ts";
import { entryOf, type LoggedRecord } from "./logged-record.ts";
import type { LogState } from "../tables/log-state.ts";
import { SPAN, stepCodes, WHOLE_LOG } from "../tables/migrations.ts";
import { writeTiles } from "../tables/tiles.ts";

/** Where one notice is named in a batch. */
interface Named {
  readonly notice: NoticeKey;
  readonly indexes: number[];
  readonly versions: number[];
  last: Head;
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
  readonly operations = new CopyRows();
  /** By id: several have one only where somebody made up a notice. */
  readonly notices: Map<string, Named[]>;
  /** The heads of the parties whose records are among them. */
  readonly parties = new Map<string, Head>();
  /** The traces of which some of them are, as W3C writes them: what stands is told there too. */
  readonly traces: string[] = [];
  /** Tombstones among them, which are no entries: where each stands, and where what it stands for did. */
  readonly tombstones: { readonly sequence: number; readonly erased: number }[] = [];
  /** Between which times the entries of each span lie. */
  readonly spans = new Map<number, { min: number; max: number }>();
  readonly #heads: Heads;
  readonly #leafHashes: Uint8Array[] = [];
  #position: number;
  #appended: Appended | null = null;

  /**
   * Heads are as of the state, and known of all notices that records to be added name. Rows of notices may go on
   * from a batch before.
   */
  constructor(from: LogState, heads: Heads, notices: Batch["notices"] = new Map()) {
    this.from = from;
    this.notices = notices;
    this.#heads = heads;
    this.#position = from.position;
  }

  /** The state of the log when this stands. Nothing can be added after it was asked for. */
  get to(): LogState {
    const { edge } = this.#tree();
    const { partition } = this.from;
    return { position: this.#position, size: edge.size, root: edgeRoot(edge), edge, partition };
  }

  /** The tiles that are new or wider when this stands. */
  get tiles(): Appended["tiles"] {
    return this.#tree().tiles;
  }

  get size(): number {
    return this.#leafHashes.length;
  }

  /** Whether the next entry is of another partition: no row that finds entries goes on there. */
  get endsPartition(): boolean {
    return this.size > 0 && (this.from.size + this.size) % this.from.partition === 0;
  }

  /** Adds the next record of the stream; gives the hash of its entry. */
  add(record: LoggedRecord): Uint8Array {
    const index = this.from.size + this.size;
    const { sequence, storedAt, bytes } = record;
    const places: number[] = [];
    const its = entryOf(record, noting(this.#heads.placesAt(index), places));
    this.entries.row(7).int8(index).int8(sequence).int8(storedAt);
    this.entries.bytea(its.leafHash).bytea(bytes).bytea(its.entry).int8Array(places);
    this.#seen(index, its, record, WHOLE_LOG, record.principal);
    for (const { party, principal } of its.parts) {
      const head = this.#heads.parties.get(party);
      // Who can be no party has no head.
      if (!head) continue;
      this.#seen(index, its, record, party, principal);
      this.parties.set(party, head);
    }
    for (const row of operationRows(its.parts, record.notices, index))
      addOperationRow(this.operations, row);
    for (const notice of record.notices) this.#named(index, notice);
    this.#dated(index, record.at);
    if (this.size === 0) this.storedAt = storedAt;
    this.#leafHashes.push(its.leafHash);
    this.#position = sequence;
    return its.leafHash;
  }

  /** Notes a tombstone. It is written with the next entry: one that says that the erasing is closed follows. */
  tombstone(sequence: number, erased: number): void {
    this.tombstones.push({ sequence, erased });
  }

  #tree(): Appended {
    this.#appended ??= appendLeaves(this.from.edge, this.#leafHashes);
    return this.#appended;
  }

  #seen(
    index: number,
    { step }: LogEntry,
    { at, exercise, participant }: LoggedRecord,
    party: string,
    principal: string,
  ): void {
    this.parts.row(7).int8(index).int8(at).int2(stepCodes[step]).bool(exercise);
    this.parts.ascii(party).ascii(findable(participant)).ascii(findable(principal));
  }

  #named(index: number, notice: NoticeRef): void {
    if (!isNamed(notice)) return;
    const { origin, id, version } = notice;
    const last = this.#heads.ofNotice(notice);
    let alike = this.notices.get(id);
    if (!alike) this.notices.set(id, (alike = []));
    const named = alike.find((each) => each.notice.origin === origin);
    if (!named) {
      alike.push({ notice: { origin, id }, indexes: [index], versions: [version], last });
    } else {
      named.last = last;
      if (named.indexes.at(-1) === index && named.versions.at(-1) === version) return;
      named.indexes.push(index);
      named.versions.push(version);
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
export function findable(id: string): string {
  return isId(id) ? id : "";
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
      await writeOperations(client, batch);
      await writeTiles(client, batch.tiles);
      await moveHeads(client, batch);
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
    text: `
      update log_state set position = $4, size = $5, root = $6
      where position = $1 and size = $2 and root = $3`,
    values: [from.position, from.size, from.root, to.position, to.size, to.root],
  });
  if (rowCount === 1) await makeRoom(client, from, to.size);
  return rowCount === 1;
}

/** Makes the partition after the one that the log has come to. */
async function makeRoom(
  client: ClientBase,
  { size, partition }: LogState,
  to: number,
): Promise<void> {
  const reached = Math.floor(to / partition);
  if (reached === Math.floor(size / partition)) return;
  await client.query("select make_partition($1)", [reached + 1]);
}

async function writeNotices(client: ClientBase, { notices }: Batch): Promise<void> {
  if (notices.size === 0) return;
  const rows = new CopyRows();
  addNoticeRows(rows, notices);
  await rows.into(client, "copy notice_entries from stdin (format binary)");
}

/** Lays out rows of `notice_entries`. */
export function addNoticeRows(rows: CopyRows, notices: Batch["notices"]): void {
  for (const { notice, indexes, versions, last } of [...notices.values()].flat()) {
    const { origin, id } = notice;
    rows.row(7).ascii(origin).ascii(id).int8(indexes[0]!).int8Array(indexes).int8Array(versions);
    rows.int8(last.ordinal).int8(last.index);
  }
}

async function writeOperations(client: ClientBase, { operations }: Batch): Promise<void> {
  if (operations.rows === 0) return;
  await operations.into(client, "copy operation_entries from stdin (format binary)");
}

async function moveHeads(client: ClientBase, { parties }: Batch): Promise<void> {
  if (parties.size === 0) return;
  const heads = [...parties.values()];
  await client.query({
    name: "move-heads",
    text: `
      insert into party_heads (party, ordinal, index)
      select * from unnest($1::text[], $2::bigint[], $3::bigint[])
      on conflict (party) do update set ordinal = excluded.ordinal, index = excluded.index`,
    values: [
      [...parties.keys()],
      heads.map(({ ordinal }) => ordinal),
      heads.map(({ index }) => index),
    ],
  });
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

import type { LogRow } from "@talanoa/contract/generated/talanoa.ts";
import { type LogEntry, readRecord } from "@talanoa/sharing/record/entry.ts";
import { noPlaces, notedPlaces } from "@talanoa/sharing/record/places.ts";
import { type Kysely, sql } from "kysely";
import { entryOf } from "../keep/logged-record.ts";
import { alteredRows } from "../measures.ts";
import { WHOLE_LOG } from "../tables/migrations.ts";

interface EntryRow {
  readonly index: number;
  readonly stream_sequence: number;
  readonly stored_at: number;
  readonly record: Buffer;
  readonly entry: Buffer;
  readonly leaf_hash: Buffer;
  readonly places: readonly number[];
}

/**
 * Reads entries and gives them as this reader may see them, in the order of the indexes. Of one that was
 * changed behind the log's back only the place is given, so that the rest can still be read.
 */
export async function shownRows(
  db: Kysely<unknown>,
  reader: string,
  indexes: readonly number[],
): Promise<LogRow[]> {
  const { rows } = await sql<EntryRow>`
    select index, stream_sequence, stored_at, record, entry, leaf_hash, places
    from entries where index = any(${indexes}::bigint[])
  `.execute(db);
  const byIndex = new Map(rows.map((row) => [row.index, shownRow(row, reader)]));
  return indexes.map((index) => byIndex.get(index) ?? altered(index));
}

/**
 * What is shown is derived from the record again, and must be what the stored entry commits to: a
 * row that was changed behind the log's back is never shown. A record that this version can read may
 * have been unknown to the one that logged it: then the entry commits to its bytes as such.
 */
function shownRow(row: EntryRow, reader: string): LogRow {
  const { index, stream_sequence: sequence, stored_at: storedAt, entry, leaf_hash: hash } = row;
  const follows = (its: LogEntry) => entry.equals(its.entry) && hash.equals(its.leafHash);
  const stored = { sequence, storedAt, bytes: row.record, record: readRecord(row.record) };
  let its = entryOf(stored, notedPlaces(row.places));
  if (!follows(its)) its = entryOf({ ...stored, record: null }, noPlaces);
  if (!follows(its)) return altered(index);
  const seen = its.parts.filter(({ party }) => reader === WHOLE_LOG || party === reader);
  return {
    index,
    common: its.common,
    parts: seen.map(({ bytes }) => bytes),
    entry,
    altered: false,
  };
}

function altered(index: number): LogRow {
  alteredRows.add(1);
  const nothing = new Uint8Array();
  return { index, common: nothing, parts: [], entry: nothing, altered: true };
}

import type { LogRow } from "@talanoa/contract/generated/talanoa.ts";
import { followRecord } from "@talanoa/sharing/record/stored-record.ts";
import type { Pool } from "pg";
import { alteredRows } from "../measures.ts";
import { readBeginning } from "../tables/archives.ts";
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
 * changed behind the log's back only the place is given, so that the rest can still be read; those that were
 * taken out of the database meanwhile are left out.
 */
export async function shownRows(
  pool: Pool,
  reader: string,
  indexes: readonly number[],
): Promise<LogRow[]> {
  const { rows } = await pool.query<EntryRow>(
    `select index, stream_sequence, stored_at, record, entry, leaf_hash, places
     from entries where index = any($1::bigint[])`,
    [indexes],
  );
  const byIndex = new Map(rows.map((row) => [row.index, shownRow(row, reader)]));
  if (indexes.every((index) => byIndex.has(index)))
    return indexes.map((index) => byIndex.get(index)!);
  const beginning = await readBeginning(pool);
  const standing = indexes.filter((index) => byIndex.has(index) || index >= beginning);
  return standing.map((index) => byIndex.get(index) ?? altered(index));
}

/**
 * What is shown is derived from the record again, and must be what the stored entry commits to: a
 * row that was changed behind the log's back is never shown.
 */
function shownRow(row: EntryRow, reader: string): LogRow {
  const { index, stream_sequence: sequence, stored_at: storedAt, entry, leaf_hash: hash } = row;
  const stored = { sequence, storedAt, bytes: row.record, places: row.places };
  const its = followRecord(stored, entry)?.its;
  if (!its || !hash.equals(its.leafHash)) return altered(index);
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

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  type Archive,
  isArchive,
  openArchive,
  readArchive,
} from "@talanoa/client/archive/read-archive.ts";
import { type RecordToArchive, writeArchive } from "@talanoa/client/archive/write-archive.ts";
import { syncFolder, syncTree } from "@talanoa/platform/durable-file.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { OpenedCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { edgeRoot } from "@talanoa/tlog/tree/edge.ts";
import { sameHash } from "@talanoa/tlog/tree/hash.ts";
import type { Pool } from "pg";
import { readEdge, readTiles } from "../tables/tiles.ts";
import { ArchivedHeads } from "./archived-heads.ts";
import { ownPolicy, type Retention } from "./retention.ts";

/** A range of the log: from inclusive, until exclusive. */
export interface Range {
  readonly fromIndex: number;
  readonly untilIndex: number;
}

/** An archive that was read from disk and verified, and where the records in it end. */
export interface TakenArchive {
  readonly archive: Archive;
  readonly heads: ArchivedHeads;
}

/** Entries that are read together. */
const PAGE = 4_096;

/** The name of an archive's folder. */
export function archiveName({ fromIndex, untilIndex }: Range): string {
  return `entries-${fromIndex}-${untilIndex - 1}`;
}

/**
 * The archive of a range in a folder: written unless it is there, then read again and verified, each record up
 * to the root of its checkpoint, which must be one of this log. All of it is on disk when this returns, whoever wrote
 * it. Throws NotGenuine when a file does not hold.
 */
export async function takeArchive(
  retention: Retention,
  folder: string,
  range: Range,
  opened: OpenedCheckpoint,
): Promise<TakenArchive> {
  const { pool, signer, say } = retention;
  const place = join(folder, archiveName(range));
  if (!(await isArchive(place))) {
    await writeArchive(place, {
      ...range,
      opened,
      signer,
      records: recordsOf(pool, range),
      readTiles: (tiles) => readTiles(pool, tiles),
    });
    say(`${place}: written`);
  }
  const archive = await openTaken(retention, folder, range);
  const heads = new ArchivedHeads();
  for await (const record of readArchive(archive)) heads.takeRecord(record);
  await syncTree(place);
  await syncFolder(folder);
  say(`${place}: verified, entries ${range.fromIndex} to ${range.untilIndex - 1}`);
  return { archive, heads };
}

/** Opens the archive of a range in a folder. Throws as `takeArchive` does, but for what is wrong with its records. */
export async function openTaken(
  retention: Retention,
  folder: string,
  range: Range,
): Promise<Archive> {
  const place = join(folder, archiveName(range));
  const archive = await openArchive(place, ownPolicy(retention));
  await checkContinued(retention.pool, archive);
  const { fromIndex, untilIndex, signed } = archive.manifest;
  if (fromIndex === range.fromIndex && untilIndex === range.untilIndex && signed) return archive;
  throw new HubError("failed-precondition", `${place} is not the archive that its name says`);
}

/** Throws `failed-precondition` unless the log begins with the tree that an archive was made of. */
export async function checkContinued(pool: Pool, { folder, opened }: Archive): Promise<void> {
  const { size, root } = opened.checkpoint;
  if (sameHash(edgeRoot(await readEdge(pool, size)), root)) return;
  const text = `the log does not continue the checkpoint of ${size} entries in ${folder}: one of both is of another log`;
  throw new HubError("failed-precondition", text);
}

/** Folders with archives: those that are given, or that stand in what is given. The first entries first. */
export async function archivesIn(
  retention: Retention,
  folders: readonly string[],
): Promise<Archive[]> {
  const found: Archive[] = [];
  for (const folder of folders) {
    const within = (await isArchive(folder)) ? [folder] : await archiveFolders(folder);
    if (within.length === 0)
      throw new HubError("not-found", `${folder} is no archive of the log, and has none in it`);
    for (const each of within) found.push(await openArchive(each, ownPolicy(retention)));
  }
  return found.sort((one, other) => one.manifest.fromIndex - other.manifest.fromIndex);
}

async function archiveFolders(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => /^entries-\d+-\d+$/.test(name)).map((name) => join(folder, name));
}

interface Row {
  readonly index: number;
  readonly stream_sequence: number;
  readonly stored_at: number;
  readonly record: Buffer;
  readonly entry: Buffer;
  readonly places: readonly number[];
}

/** The records of a range as its rows have them. Throws `failed-precondition` when one is missing. */
async function* recordsOf(
  pool: Pool,
  { fromIndex, untilIndex }: Range,
): AsyncGenerator<RecordToArchive, void, void> {
  /** The last entry of the rows of notices that began before. */
  let reaches = -1;
  for (let from = fromIndex; from < untilIndex; from += PAGE) {
    const values = [from, Math.min(from + PAGE, untilIndex)];
    const { rows } = await pool.query<Row>({
      name: "archive-entries",
      text: `
        select index, stream_sequence, stored_at, record, entry, places
        from entries where index >= $1 and index < $2 order by index`,
      values,
    });
    const ends = await pool.query<{ first: number; last: number }>({
      name: "archive-notices",
      text: `
        select first_index as first, max(indexes[cardinality(indexes)]) as last
        from notice_entries where first_index >= $1 and first_index < $2 group by first_index`,
      values,
    });
    const lasts = new Map(ends.rows.map(({ first, last }) => [first, last]));
    for (const [i, row] of rows.entries()) {
      if (row.index !== from + i) break;
      const { stream_sequence: streamSequence, stored_at: storedAt, record, entry, places } = row;
      const begins = reaches < row.index;
      yield { entry, streamSequence, storedAt, record, places: [...places], begins };
      reaches = Math.max(reaches, lasts.get(row.index) ?? -1);
    }
    const missing = rows.findIndex((row, i) => row.index !== from + i);
    const end = missing < 0 ? rows.length : missing;
    if (from + end < values[1]!)
      throw new HubError("failed-precondition", `entry ${from + end} is missing in the database`);
  }
}

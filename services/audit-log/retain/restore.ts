import {
  type Archive,
  archivedRoot,
  readArchive,
  type VerifiedRecord,
} from "@talanoa/client/archive/read-archive.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { firstPlace } from "@talanoa/platform/bus/tombstone.ts";
import { takeLead } from "@talanoa/platform/database/lead.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import { edgeRoot } from "@talanoa/tlog/tree/edge.ts";
import { sameHash } from "@talanoa/tlog/tree/hash.ts";
import type { Pool } from "pg";
import { append, Batch } from "../keep/append.ts";
import { checkGap, countRecords, readCompared } from "../keep/check-stream.ts";
import { Heads } from "../keep/heads.ts";
import { proveLastNumbers, proveNoticeHeads } from "../keep/prove-heads.ts";
import { tombstonesAfter } from "../keep/tombstones.ts";
import { storeCheckpoint } from "../prove/checkpoints.ts";
import { type LogPlace, type LogState, readState } from "../tables/log-state.ts";
import { readEdge } from "../tables/tiles.ts";
import { addAgain, inGroups, loggedAgain } from "./records-again.ts";
import { type Retention, takeTurn } from "./retention.ts";
import { archivesIn, checkContinued } from "./take-archive.ts";

/** Records that are appended together. */
const TOGETHER = 2_000;

export interface RestoreOptions {
  /** Whether archives are taken whose manifest the log's key did not sign: places in the stream are as their maker says. */
  readonly unsigned: boolean;
  /** Where the stream begins, when nothing that is lost before it had a record; null to refuse a gap. */
  readonly streamFrom: number | null;
}

/**
 * Makes a log again from archives, each verified as it is read, by the code that writes it from the stream: its
 * tree comes out the same, and it must continue the newest checkpoint that one of them has. The service must be stopped. Goes on where it was interrupted. The service then
 * reads on in the stream behind the last record.
 */
export async function restore(
  retention: Retention & { readonly bus: Bus },
  folders: readonly string[],
  { unsigned, streamFrom }: RestoreOptions,
): Promise<void> {
  const { pool, bus, say } = retention;
  await using _turn = await takeTurn(pool);
  await using lead = await takeLead(pool);
  if (!lead)
    throw new HubError(
      "failed-precondition",
      "audit-log writes this log: stop all instances of it first",
    );
  const archives = await archivesIn(retention, folders);
  checkSigned(retention, archives, unsigned);
  for (const archive of archives) {
    const { size } = await readState(pool);
    const { fromIndex, untilIndex } = archive.manifest;
    if (fromIndex > size)
      throw new HubError(
        "failed-precondition",
        `${archive.folder} begins with entry ${fromIndex}, and the entries from ${size} on are in no archive that was given`,
      );
    if (untilIndex > size) {
      await restoreOne(pool, archive);
      say(`entries ${size} to ${untilIndex - 1} are in the database`);
    }
    await checkTree(pool, archive);
  }
  const { size, position } = await readState(pool);
  for (const archive of archives) {
    if (archive.opened.checkpoint.size <= size) await checkContinued(pool, archive);
  }
  await notePosition(pool, bus, { size, position }, streamFrom);
  await keepPromised(pool, archives);
  say(`the log has ${size} entries; the service reads on in the stream behind ${position}`);
}

/**
 * Stores the newest checkpoint that the archives have. It may be ahead of what was restored: the service signs nothing
 * unless the stream leads the log to it.
 */
async function keepPromised(pool: Pool, archives: readonly Archive[]): Promise<void> {
  const all = archives.map(({ opened }) => opened);
  const newest = all.reduce((one, other) =>
    other.checkpoint.size > one.checkpoint.size ? other : one,
  );
  const { size } = newest.checkpoint;
  const note = formatNote(newest.note);
  await storeCheckpoint(pool, "signed", { size, note, publishedAt: Date.now() });
}

/** Throws `failed-precondition` for an archive that the log's key did not sign, unless such are taken. */
function checkSigned({ say }: Retention, archives: readonly Archive[], unsigned: boolean): void {
  const folders = archives.filter(({ manifest }) => !manifest.signed).map(({ folder }) => folder);
  if (folders.length === 0) return;
  const text = `not signed by the log's key, so that places in the stream and times are as who made it says: ${folders.join(", ")}`;
  if (!unsigned)
    throw new HubError(
      "failed-precondition",
      `${text}. When they are exports that you trust, give --unsigned`,
    );
  say(text);
}

/** Throws `failed-precondition` unless the entries of the log up to the end of an archive are those of its tree. */
async function checkTree(pool: Pool, archive: Archive): Promise<void> {
  const edge = await readEdge(pool, archive.manifest.untilIndex);
  if (sameHash(edgeRoot(edge), await archivedRoot(archive))) return;
  throw new HubError("failed-precondition", `${archive.folder} is of another log`);
}

async function restoreOne(pool: Pool, archive: Archive): Promise<void> {
  let state = await readState(pool);
  await proveLastNumbers(pool);
  const heads = await Heads.read(pool);
  const grouping = { most: TOGETHER, partition: state.partition };
  for await (const group of inGroups(readArchive(archive), grouping)) {
    const records = group.filter(({ index }) => index >= state.size);
    if (records.length > 0) state = await appendAgain(pool, state, heads, records);
    heads.forget(state.size);
  }
}

async function appendAgain(
  pool: Pool,
  state: LogState,
  heads: Heads,
  records: readonly VerifiedRecord[],
): Promise<LogState> {
  const logged = records.map(loggedAgain);
  const notices = logged.flatMap((each) => each.notices);
  await proveNoticeHeads(pool, await heads.lookUp(pool, notices));
  const batch = new Batch(state, heads);
  addAgain(batch, records, logged);
  // The commit point of these records, as when they come from the stream.
  if (await append(pool, batch)) return batch.to;
  throw new HubError("conflict", "another process writes this log");
}

/**
 * Notes from where on the stream has each record of the log: when it has lost its beginning, both are compared
 * from where it begins now. Throws `failed-precondition` when that is behind the log's end, and nobody said that this
 * is right.
 */
async function notePosition(
  pool: Pool,
  bus: Bus,
  { size, position }: LogPlace,
  streamFrom: number | null,
): Promise<void> {
  const { firstSequence } = await readStreamUsage(bus);
  if (streamFrom !== null && streamFrom !== firstSequence)
    throw new HubError(
      "failed-precondition",
      `--stream-from is ${streamFrom}, but the stream begins at ${firstSequence}`,
    );
  if (streamFrom === null) checkGap(position, firstSequence, await readCompared(pool));
  const compared = (await hasAll(pool, bus, { size, position }, firstSequence))
    ? { sequence: 1, index: 0 }
    : { sequence: firstSequence, index: await indexFrom(pool, firstSequence, size) };
  await pool.query("update log_state set compared_sequence = $1, compared_index = $2", [
    compared.sequence,
    compared.index,
  ]);
  if (compared.index > 0) await noteTombstones(pool, bus, firstSequence, position);
}

/** Whether the stream has the records of all entries in the tables. */
async function hasAll(
  pool: Pool,
  bus: Bus,
  { size, position }: LogPlace,
  firstSequence: number,
): Promise<boolean> {
  const { rows } = await pool.query<{ sequence: number }>(
    "select stream_sequence as sequence from entries order by index limit 1",
  );
  if (!rows[0] || firstSequence <= rows[0].sequence) return true;
  const { most } = await countRecords(bus, position);
  return most >= size;
}

/** The index of the first entry that stands at a place in the stream, or behind. */
async function indexFrom(pool: Pool, sequence: number, size: number): Promise<number> {
  const { rows } = await pool.query<{ index: number }>(
    "select coalesce(min(index), $2) as index from entries where stream_sequence >= $1",
    [sequence, size],
  );
  return rows[0]!.index;
}

/** Notes the tombstones of what the stream has lost: each stands there, and its entry is not compared. */
async function noteTombstones(
  pool: Pool,
  bus: Bus,
  firstSequence: number,
  position: number,
): Promise<void> {
  const { signal } = new AbortController();
  const found = await tombstonesAfter(bus, 0, signal);
  const noted = found
    .map((message) => ({ sequence: message.sequence, erased: firstPlace(message) }))
    .filter(({ sequence, erased }) => sequence <= position && erased < firstSequence);
  await pool.query(
    `insert into tombstones (sequence, erased)
     select * from unnest($1::bigint[], $2::bigint[]) on conflict do nothing`,
    [noted.map(({ sequence }) => sequence), noted.map(({ erased }) => erased)],
  );
}

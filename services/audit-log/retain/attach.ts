import { type Archive, readArchive } from "@talanoa/client/archive/read-archive.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { edgeRoot } from "@talanoa/tlog/tree/edge.ts";
import { sameHash } from "@talanoa/tlog/tree/hash.ts";
import type { PoolClient } from "pg";
import { addNoticeRows, Batch } from "../keep/append.ts";
import { CopyRows } from "../keep/copy-rows.ts";
import { Heads } from "../keep/heads.ts";
import { readBeginning } from "../tables/archives.ts";
import { type LogState, readState } from "../tables/log-state.ts";
import { partitioned, partitionedTables } from "../tables/partitions.ts";
import { readEdge } from "../tables/tiles.ts";
import { addAgain, inGroups, loggedAgain } from "./records-again.ts";
import { holdArchives, inTransaction, type Retention, takeTurn } from "./retention.ts";
import { archivesIn, checkContinued } from "./take-archive.ts";

const BOUNDS = "bounds_of_archive";

/** Entries that are laid out together. */
const TOGETHER = 4_000;

/**
 * Puts archives back into the database, the newest first: their tables are as they were. Each is verified as it
 * is read, and stands when its last record did; until then readers see nothing of it. Those that stand in the
 * database already are left as they are, so that it goes on where it was interrupted.
 */
export async function attach(retention: Retention, folders: readonly string[]): Promise<void> {
  const { pool, say } = retention;
  await using _turn = await takeTurn(pool);
  const state = await readState(pool);
  for (const archive of (await archivesIn(retention, folders)).toReversed()) {
    const { fromIndex, untilIndex } = archive.manifest;
    const beginning = await readBeginning(pool);
    if (fromIndex >= beginning) {
      say(`entries ${fromIndex} to ${untilIndex - 1} stand in the database already`);
      continue;
    }
    await checkContinued(pool, archive);
    await inTransaction(pool, (client) => attachOne(client, { state, archive, beginning }));
    say(`entries ${fromIndex} to ${untilIndex - 1} are back in the database`);
  }
}

interface Attaching {
  readonly state: LogState;
  readonly archive: Archive;
  /** The first entry in the tables. */
  readonly beginning: number;
}

async function attachOne(
  client: PoolClient,
  { state, archive, beginning }: Attaching,
): Promise<void> {
  const { fromIndex, untilIndex } = archive.manifest;
  await holdArchives(client, beginning);
  const number = await newestNumber(client, archive);
  const suffix = `_${number}`;
  // Apart from the log until they are full, with all that attaching would make or check: the writer, who makes the
  // next partition, would wait for that.
  for (const [table, column] of Object.entries(partitioned)) {
    await client.query(
      `create table ${table}${suffix} (like ${table} including defaults including storage including indexes,
         constraint ${BOUNDS} check (${column} >= ${fromIndex} and ${column} < ${untilIndex}))`,
    );
  }
  const before = await readEdge(client, fromIndex);
  const from = { ...state, position: 0, size: fromIndex, edge: before, root: edgeRoot(before) };
  const end = await copyRecords(client, { archive, from, suffix });
  const edge = await readEdge(client, untilIndex);
  if (!sameHash(end.root, edgeRoot(edge)))
    throw new HubError("failed-precondition", `${archive.folder} is of another log`);
  for (const table of partitionedTables) {
    await client.query(
      `alter table ${table} attach partition ${table}${suffix} for values from (${fromIndex}) to (${untilIndex})`,
    );
    await client.query(`alter table ${table}${suffix} drop constraint ${BOUNDS}`);
  }
  // With what was noted of its parties and notices.
  await client.query("delete from archives where number = $1", [number]);
}

/** The number of the newest archive of the log. Throws `failed-precondition` unless it is this one. */
async function newestNumber(
  client: PoolClient,
  { folder, digest, manifest }: Archive,
): Promise<number> {
  const { rows } = await client.query<{
    number: number;
    digest: Buffer;
    from: number;
    until: number;
    name: string;
  }>(
    `select number, name, digest, from_index as "from", until_index as until
     from archives order by number desc limit 1`,
  );
  const newest = rows[0]!;
  const { number, from, until, name } = newest;
  if (from !== manifest.fromIndex || until !== manifest.untilIndex)
    throw new HubError(
      "failed-precondition",
      `${folder} has entries ${manifest.fromIndex} to ${manifest.untilIndex - 1}, and ${name} must be put back first`,
    );
  // What no entry commits to is said by the log's signature alone, or by what was noted when it was taken out.
  if (!manifest.signed && !digest.equals(newest.digest))
    throw new HubError(
      "failed-precondition",
      `${folder} is not what was taken out of the database`,
    );
  return number;
}

interface Copying {
  readonly archive: Archive;
  readonly from: LogState;
  /** Of the names of the tables. */
  readonly suffix: string;
}

/** Lays the rows of an archive out as they were; gives the log as it is behind them. */
async function copyRecords(
  client: PoolClient,
  { archive, from, suffix }: Copying,
): Promise<LogState> {
  const heads = await headsBefore(client, from);
  let state = from;
  let notices: Batch["notices"] = new Map();
  const groups = inGroups(readArchive(archive), { most: TOGETHER, partition: from.partition });
  for await (const records of groups) {
    const logged = records.map(loggedAgain);
    await heads.lookUp(
      client,
      logged.flatMap((each) => each.notices),
      from.size,
    );
    const batch = new Batch(state, heads, notices);
    const rows = new CopyRows();
    for (const [i, record] of records.entries()) {
      if (record.stored.begins) {
        addNoticeRows(rows, batch.notices);
        batch.notices.clear();
      }
      addAgain(batch, [record], [logged[i]!]);
    }
    notices = batch.notices;
    state = batch.to;
    await batch.entries.into(client, `copy entries${suffix} from stdin (format binary)`);
    await batch.parts.into(client, `copy parts${suffix} from stdin (format binary)`);
    await batch.operations.into(
      client,
      `copy operation_entries${suffix} from stdin (format binary)`,
    );
    await rows.into(client, `copy notice_entries${suffix} from stdin (format binary)`);
  }
  const rest = new CopyRows();
  addNoticeRows(rest, notices);
  await rest.into(client, `copy notice_entries${suffix} from stdin (format binary)`);
  return state;
}

/** The heads of parties before an archive: as the one before it ended. Those of notices are looked up. */
async function headsBefore(client: PoolClient, { size }: LogState): Promise<Heads> {
  const { rows } = await client.query<{ party: string; ordinal: number; index: number }>(
    `select party, ordinal, its.index from archived_parties its
     join archives using (number) where until_index = $1`,
    [size],
  );
  return new Heads(rows.map(({ party, ordinal, index }) => [party, { ordinal, index }]));
}

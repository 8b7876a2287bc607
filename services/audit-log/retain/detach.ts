import { setTimeout as sleep } from "node:timers/promises";
import { HubError } from "@talanoa/platform/errors.ts";
import { DatabaseError, type Pool, type PoolClient } from "pg";
import { CopyRows } from "../keep/copy-rows.ts";
import { readBeginning } from "../tables/archives.ts";
import { readState } from "../tables/log-state.ts";
import { partitionedTables, partitionsOf } from "../tables/partitions.ts";
import {
  holdArchives,
  inTransaction,
  lastCheckpoint,
  type Retention,
  takeTurn,
} from "./retention.ts";
import { type Range, takeArchive, type TakenArchive } from "./take-archive.ts";

/** Which entries may go: those of partitions up to a number, or whose last was stored before a time (Unix ms). */
export interface Limit {
  readonly partition?: number;
  readonly before?: number;
}

export interface DetachOptions extends Limit {
  /** Where the archives are written. */
  readonly folder: string;
  /** Who does it, as it is noted. */
  readonly by: string;
}

/** How long the log may be kept waiting for the tables to be taken out, and how often that is tried. */
const LOCK_WITHIN = "500ms";
const TRIES = 60;
const BETWEEN_TRIES = 1_000;

/**
 * Takes the oldest entries out of the database: of each whole partition within the limit, and wholly under
 * the last published checkpoint, an archive is written and verified, and then its tables are dropped. The log
 * goes on meanwhile. May be ended at any time, and begun again. Gives how many were taken out.
 */
export async function detach(retention: Retention, options: DetachOptions): Promise<number> {
  const { pool, say } = retention;
  await using _turn = await takeTurn(pool);
  const { partition } = await readState(pool);
  const opened = await lastCheckpoint(retention);
  let count = 0;
  for (;;) {
    const fromIndex = await readBeginning(pool);
    const range = { fromIndex, untilIndex: fromIndex + partition };
    const number = fromIndex / partition;
    // The last entry stays: it says where in the stream the log is.
    if (range.untilIndex >= opened.checkpoint.size) break;
    if (!(await isWithin(pool, options, number, range))) break;
    const taken = await takeArchive(retention, options.folder, range, opened);
    await dropTables(pool, number, taken, options.by);
    say(
      `entries ${range.fromIndex} to ${range.untilIndex - 1} are out of the database: keep ${taken.archive.folder}`,
    );
    count += 1;
  }
  if (count === 0)
    say(
      `nothing was taken out: no whole partition is within what you named. A partition has ${partition} entries, ` +
        `and goes when a published checkpoint has more than those; the log has ${opened.checkpoint.size}, ` +
        `from ${await readBeginning(pool)} on in the database`,
    );
  return count;
}

async function isWithin(
  pool: Pool,
  { partition, before }: Limit,
  number: number,
  { untilIndex }: Range,
): Promise<boolean> {
  if (partition !== undefined && number > partition) return false;
  if (before === undefined) return partition !== undefined;
  const { rows } = await pool.query<{ stored_at: number }>(
    "select stored_at from entries where index = $1",
    [untilIndex - 1],
  );
  if (!rows[0])
    throw new HubError("failed-precondition", `entry ${untilIndex - 1} is missing in the database`);
  return rows[0].stored_at < before;
}

async function dropTables(
  pool: Pool,
  number: number,
  taken: TakenArchive,
  by: string,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await holdArchives(client, taken.archive.manifest.fromIndex);
    await noteArchive(client, number, taken, by);
    await lockTables(client, number);
    await client.query(`drop table ${partitionsOf(number)}`);
    // The commit point is the end of this transaction: both the note and the loss of the rows, or neither.
  });
}

/**
 * Locks what is to be dropped, and what it is a part of. Readers and the writer queue behind this from the first lock
 * on: it gives all up when it has not the last soon, and tries again. Throws `unavailable` after several tries.
 */
async function lockTables(client: PoolClient, number: number): Promise<void> {
  await client.query("savepoint unlocked");
  for (let tries = 1; ; tries++) {
    try {
      // Of the statement: what limits a lock begins anew with each.
      await client.query(`set local statement_timeout = '${LOCK_WITHIN}'`);
      await client.query(
        `lock table ${partitionedTables.map((table) => `only ${table}`).join(", ")},
           ${partitionsOf(number)} in access exclusive mode`,
      );
      await client.query("set local statement_timeout to default");
      return;
    } catch (error) {
      if (!isLocked(error)) throw error;
      await client.query("rollback to savepoint unlocked");
      if (tries === TRIES)
        throw new HubError("unavailable", "the tables are in use all the time: try again later", {
          cause: error,
        });
      await sleep(BETWEEN_TRIES);
    }
  }
}

/** The locks were not to be had in time, or somebody else waited for these. */
function isLocked(error: unknown): boolean {
  return error instanceof DatabaseError && ["57014", "55P03", "40P01"].includes(error.code ?? "");
}

async function noteArchive(
  client: PoolClient,
  number: number,
  { archive: { name, digest, manifest }, heads }: TakenArchive,
  by: string,
): Promise<void> {
  const { fromIndex, untilIndex, firstAt, lastAt } = manifest;
  await client.query(
    `insert into archives (number, name, digest, from_index, until_index, last_sequence, first_at, last_at,
       detached_at, detached_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      number,
      name,
      digest,
      fromIndex,
      untilIndex,
      heads.lastSequence,
      firstAt,
      lastAt,
      Date.now(),
      by,
    ],
  );
  const parties = [...heads.parties];
  await client.query(
    `insert into archived_parties (number, party, ordinal, index)
     select $1::bigint, party, ordinal, index from unnest($2::text[], $3::bigint[], $4::bigint[])
       as its (party, ordinal, index)
     union all
     -- Those that have no record in it end where they ended before.
     select $1::bigint, party, ordinal, index from archived_parties
     where number = $1::bigint - 1 and party <> all($2::text[])`,
    [
      number,
      parties.map(([party]) => party),
      parties.map(([, { ordinal }]) => ordinal),
      parties.map(([, { index }]) => index),
    ],
  );
  const rows = new CopyRows();
  for (const [key, { ordinal, index }] of heads.notices) {
    const [origin = "", id = ""] = key.split(" ");
    rows.row(5).int8(number).ascii(origin).ascii(id).int8(ordinal).int8(index);
  }
  await rows.into(client, "copy archived_notices from stdin (format binary)");
}

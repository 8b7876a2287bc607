import { HubError } from "@talanoa/platform/errors.ts";
import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Signer } from "@talanoa/tlog/note/signer.ts";
import { DatabaseError, type Pool, type PoolClient } from "pg";
import { readCheckpoints, shownOf } from "../prove/checkpoints.ts";
import { readBeginning } from "../tables/archives.ts";

/** What an operator's work on the log needs. */
export interface Retention {
  readonly pool: Pool;
  /** The log's own key. */
  readonly signer: Signer;
  /** Told what was done, a line each. */
  readonly say: (line: string) => void;
}

/** Any number that no other use of this database takes. */
const TURN = 0x74_61_6c_72;

/** How long another transaction on the archives is waited for. */
const HELD_WITHIN = "10s";

/** The right to take entries out of the log's database or to put them back: one at a time. Throws `conflict`. */
export async function takeTurn(pool: Pool): Promise<AsyncDisposable> {
  const client = await pool.connect();
  let taken = false;
  try {
    const { rows } = await client.query<{ taken: boolean }>(
      "select pg_try_advisory_lock($1) as taken",
      [TURN],
    );
    taken = rows[0]?.taken === true;
  } finally {
    if (!taken) client.release();
  }
  if (!taken) throw inUse();
  // Closing the connection frees it, whatever ends the process.
  return { [Symbol.asyncDispose]: async () => client.release(true) };
}

/**
 * Holds the table of archives to the end of a transaction, whatever became of the turn. Throws `conflict` when another
 * holds it, or when the tables no longer begin with that entry.
 */
export async function holdArchives(client: PoolClient, beginning: number): Promise<void> {
  await client.query(`set local lock_timeout = '${HELD_WITHIN}'`);
  try {
    await client.query("lock table archives in share row exclusive mode");
  } catch (cause) {
    if (cause instanceof DatabaseError && cause.code === "55P03") throw inUse(cause);
    throw cause;
  }
  await client.query("set local lock_timeout to default");
  if ((await readBeginning(client)) !== beginning) throw inUse();
}

function inUse(cause?: unknown): HubError {
  const text = "another archives or restores this log: wait for it";
  return new HubError("conflict", text, { cause });
}

/** Which checkpoints the log believes: those that its key signed. */
export function ownPolicy({ signer: { key } }: Retention): Policy {
  return { origin: key.name, keys: [key], witnesses: [], quorum: 0 };
}

/** The checkpoint that is shown. Throws `failed-precondition` while there is none. */
export async function lastCheckpoint(retention: Retention): Promise<OpenedCheckpoint> {
  const shown = shownOf(await readCheckpoints(retention.pool), Date.now());
  if (shown) return openCheckpoint(shown.note, ownPolicy(retention));
  throw new HubError("failed-precondition", "the log has not published a checkpoint yet");
}

/** Does something in one transaction. */
export async function inTransaction<Result>(
  pool: Pool,
  act: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let failed = true;
  try {
    await client.query("begin");
    const result = await act(client);
    await client.query("commit");
    failed = false;
    return result;
  } finally {
    // A connection that is closed rolls back.
    client.release(failed);
  }
}

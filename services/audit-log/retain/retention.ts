import { HubError } from "@talanoa/platform/errors.ts";
import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Signer } from "@talanoa/tlog/note/signer.ts";
import type { Pool, PoolClient } from "pg";
import { shownCheckpoint } from "../prove/checkpoints.ts";

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
  if (!taken) throw new HubError("conflict", "another archives or restores this log: wait for it");
  // Closing the connection frees it, whatever ends the process.
  return { [Symbol.asyncDispose]: async () => client.release(true) };
}

/** Which checkpoints the log believes: those that its key signed. */
export function ownPolicy({ signer: { key } }: Retention): Policy {
  return { origin: key.name, keys: [key], witnesses: [], quorum: 0 };
}

/** The checkpoint that is shown. Throws `failed-precondition` while there is none. */
export async function lastCheckpoint(retention: Retention): Promise<OpenedCheckpoint> {
  const shown = await shownCheckpoint(retention.pool);
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

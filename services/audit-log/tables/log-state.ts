import { HubError } from "@talanoa/platform/errors.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import { type Edge, edgeRoot, emptyEdge } from "@talanoa/tlog/tree/edge.ts";
import { sameHash } from "@talanoa/tlog/tree/hash.ts";
import type { Pool } from "pg";
import { readEdge } from "./tiles.ts";

/** How far the log is. */
export interface LogPlace {
  /** The stream sequence of its last record; 0 for an empty log. */
  readonly position: number;
  /** How many entries it has. */
  readonly size: number;
}

/** The log as far as it is, with its tree. */
export interface LogState extends LogPlace {
  readonly root: Uint8Array;
  readonly edge: Edge;
  /** Entries that share one partition of each table: whole spans and tiles. */
  readonly partition: number;
}

/** A log without entries, as it is made. */
export const emptyState: LogState = {
  position: 0,
  size: 0,
  root: edgeRoot(emptyEdge),
  edge: emptyEdge,
  partition: 2 ** 20,
};

export async function readPlace(pool: Pool): Promise<LogPlace> {
  const { rows } = await pool.query<LogPlace>("select position, size from log_state");
  return rows[0] ?? stateless();
}

interface StateRow extends LogPlace {
  readonly root: Buffer;
  readonly partition: number;
  /** Where in the stream the last entry stood; null without one. */
  readonly last: number | null;
}

/**
 * The state of the log, its right edge verified: the tiles give the root, and the position is that of the last
 * entry. Throws `failed-precondition` when they do not, as what is written after them would be no continuation of
 * what was published, or would leave records out.
 */
export async function readState(pool: Pool): Promise<LogState> {
  const { rows } = await pool.query<StateRow>(
    `select position, size, root, partition,
       (select stream_sequence from entries where index = size - 1) as last
     from log_state`,
  );
  const { position, size, root, partition, last } = rows[0] ?? stateless();
  if (position !== (last ?? 0))
    throw damaged(`the position of the log in the stream is not that of its last entry`);
  try {
    const edge = await readEdge(pool, size);
    if (sameHash(edgeRoot(edge), root)) return { position, size, root, edge, partition };
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
  }
  // Another process may have written between the two queries.
  const now = await readPlace(pool);
  if (now.size !== size) return readState(pool);
  throw damaged(`the tiles of the log do not give the root of its ${size} entries`);
}

function stateless(): never {
  throw damaged("the row that says how far the log is, is missing");
}

function damaged(what: string): HubError {
  return new HubError(
    "failed-precondition",
    `${what}: its database was changed or damaged. Nothing was written. Restore the database from a ` +
      `backup, or make it anew from the stream: see docs/log.md.`,
  );
}

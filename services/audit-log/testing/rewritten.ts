import type { Pool } from "pg";
import { append, Batch } from "../keep/append.ts";
import { Heads } from "../keep/heads.ts";
import { readLogged } from "../keep/logged-record.ts";
import { emptyState } from "../tables/log-state.ts";
import { partitionedTables } from "../tables/partitions.ts";

/** What a log is made of. */
export interface Source {
  readonly sequence: number;
  readonly storedAt: number;
  readonly bytes: Uint8Array;
}

/** What a log was made of, as its own rows say. */
export async function sourcesOf(pool: Pool): Promise<Source[]> {
  const { rows } = await pool.query<Source>(
    `select stream_sequence as sequence, stored_at as "storedAt", record as bytes from entries order by index`,
  );
  return rows;
}

/**
 * Writes the whole log again of other records, everything in it consistent, as whoever has the database
 * could: the checkpoints alone are left as they are.
 */
export async function rewriteLog(pool: Pool, sources: readonly Source[]): Promise<void> {
  await pool.query(`truncate ${partitionedTables.join(", ")}, party_heads, time_spans, tiles`);
  await pool.query("update log_state set position = 0, size = 0, root = sha256('')");
  const heads = new Heads([]);
  const batch = new Batch(emptyState, heads);
  for (const source of sources) batch.add(readLogged(source));
  if (!(await append(pool, batch))) throw new Error("the log is written by another");
}

import { HubError } from "@talanoa/platform/errors.ts";
import type { Pool } from "pg";
import type { Checkpoint, CheckpointKind, Checkpoints } from "./checkpoints.ts";

export const READING_AGAIN = "the log is reading again what it missed: ask again later";

/** The checkpoints that stand, and whether the log has not all entries of them yet. */
export interface Standing {
  readonly checkpoints: Checkpoints;
  /** So is a log that was restored: until it has read on, nothing of its tree is given, and nothing of it lacks. */
  readonly isBehind: boolean;
}

/** Both as they stood at one moment: what the log had of its tree then, it has from then on. */
export async function readStanding(pool: Pick<Pool, "query">): Promise<Standing> {
  const { rows } = await pool.query<Checkpoint & { kind: CheckpointKind; isAhead: boolean | null }>(
    {
      name: "read-standing",
      text: `
        select kind, size, note, published_at as "publishedAt",
          size > (select size from log_state) as "isAhead"
        from checkpoints`,
    },
  );
  return {
    checkpoints: Object.fromEntries(
      rows.map(({ kind, size, note, publishedAt }) => [kind, { size, note, publishedAt }]),
    ),
    isBehind: rows.some(({ isAhead }) => isAhead),
  };
}

/** The checkpoints that stand. Throws `unavailable` while the log has not all entries of them. */
export async function readReached(pool: Pick<Pool, "query">): Promise<Checkpoints> {
  const { checkpoints, isBehind } = await readStanding(pool);
  if (isBehind) throw new HubError("unavailable", READING_AGAIN);
  return checkpoints;
}

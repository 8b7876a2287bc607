import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { TILE_WIDTH } from "@talanoa/tlog/tree/tile.ts";
import type { Pool } from "pg";
import { readBeginning } from "../tables/archives.ts";
import { type Difference, difference } from "./difference.ts";
import { claimsOf, type Promised, readEnd } from "./log-end.ts";
import { summarize } from "./page.ts";
import { Scan } from "./scan.ts";
import { checkBeginning, StreamCheck } from "./stream-check.ts";
import { TreeCheck } from "./tree-check.ts";

/** How far a scrub has come, and what it found. */
export interface Scrubbed {
  /** Entries of which all that queries return was derived again. */
  readonly entries: number;
  /** How many the log had when this began. */
  readonly of: number;
  /** Entries that stand in archives: their hashes alone were compared. */
  readonly archived: number;
  readonly tiles: number;
  /** Rows of the tables that find entries. */
  readonly rows: number;
  /** Entries that were compared with the stream. */
  readonly records: number;
  /** The size of the largest published checkpoint that the entries lead to; 0 for none yet. */
  readonly checkpoint: number;
  /** The first; nothing behind it was looked at. */
  readonly difference: Difference | null;
}

export interface ScrubOptions {
  readonly pool: Pool;
  /** What the log was published with, as it is now. */
  readonly promised: () => Promised;
  /** The stream, to be compared as well. */
  readonly bus?: Bus;
  readonly signal: AbortSignal;
  /** Told after each page; the next waits for it. */
  readonly onPage?: (soFar: Scrubbed) => Promise<void>;
}

/** Entries that are read together: whole tiles. */
const PAGE = 2 * TILE_WIDTH;

/**
 * Derives all rows of the log again, from the record of each entry, and compares them with what stands
 * there: up to where the log was when this began. Changes nothing.
 */
export async function scrub(options: ScrubOptions): Promise<Scrubbed> {
  for (;;) {
    const before = await readBeginning(options.pool);
    const outcome = await scrubOnce(options);
    if (!outcome.difference) return outcome;
    // Entries that were taken out or put back meanwhile are no difference.
    if ((await readBeginning(options.pool)) === before) return outcome;
  }
}

async function scrubOnce({ pool, promised, bus, signal, onPage }: ScrubOptions): Promise<Scrubbed> {
  // Before the database is read: what is known of it from outside may be no newer than what it has.
  const known = promised();
  const end = await readEnd(pool);
  if (!end)
    return nothing(
      difference("log_state", 0, "", "the row that says how far the log is, is missing"),
    );
  const { size, beginning } = end;
  const claims = claimsOf(end, known, Date.now());
  if (!Array.isArray(claims)) return nothing(claims, size);
  const wrong = end.settings ?? end.beyond ?? (bus ? await checkBeginning(bus, end) : null);
  if (wrong) return nothing(wrong, size);
  await summarize(pool);
  const tree = new TreeCheck(claims);
  const scan = new Scan(pool, end, tree);
  await using stream = bus && new StreamCheck(bus, end, signal);
  for (;;) {
    signal.throwIfAborted();
    const isArchived = scan.next < beginning.index;
    const to = Math.min(scan.next + PAGE, isArchived ? beginning.index : size);
    const other = isArchived
      ? await scan.archivedUpTo(to)
      : await scan.upTo(to, async (rows) => (await stream?.compare(rows)) ?? null);
    const { next, entries, tiles, rows } = scan;
    const { checkpoint } = tree;
    const records = Math.min(stream?.compared ?? 0, entries);
    const archived = next - entries;
    const soFar = {
      entries,
      of: size,
      archived,
      tiles,
      rows,
      records,
      checkpoint,
      difference: other,
    };
    await onPage?.(soFar);
    if (other || to === size) return soFar;
  }
}

function nothing(found: Difference, of = 0): Scrubbed {
  const none = { entries: 0, archived: 0, tiles: 0, rows: 0, records: 0, checkpoint: 0 };
  return { ...none, of, difference: found };
}

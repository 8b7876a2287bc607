import type { Pool } from "pg";
import type { OperationRow } from "../keep/operation-rows.ts";
import { SPAN } from "../tables/migrations.ts";
import type { EntryRow } from "./entry-check.ts";
import type { NoticeRow } from "./notices-check.ts";
import type { PartRow } from "./parts-check.ts";
import type { SpanRow } from "./spans-check.ts";

/** The rows of a range of entries, in whatever order where none is said. */
export interface Page {
  /** In the order of their indexes. */
  readonly entries: readonly EntryRow[];
  readonly parts: readonly PartRow[];
  /** Those that begin in the range. */
  readonly notices: readonly NoticeRow[];
  readonly operations: readonly OperationRow[];
  readonly spans: readonly SpanRow[];
}

/** Reads the rows of entries from one index up to, and without, another. One after the other: one connection is enough. */
export async function readPage(pool: Pool, from: number, to: number): Promise<Page> {
  const values = [from, to];
  const entries = await pool.query<EntryRow>({
    name: "scrub-entries",
    text: `
      select index, stream_sequence, stored_at, leaf_hash, record, entry, places
      from entries where index >= $1 and index < $2 order by index`,
    values,
  });
  const parts = await pool.query<PartRow>({
    name: "scrub-parts",
    text: `
      select index, at, step, exercise, party, participant, principal
      from parts where index >= $1 and index < $2`,
    values,
  });
  const notices = await pool.query<NoticeRow>({
    name: "scrub-notices",
    text: `
      select origin, notice, first_index, indexes, versions, ordinal, last_index
      from notice_entries where first_index >= $1 and first_index < $2`,
    values,
  });
  const operations = await pool.query<OperationRow>({
    name: "scrub-operations",
    text: `
      select party, operation, index, origin, notice
      from operation_entries where index >= $1 and index < $2`,
    values,
  });
  const spans = await pool.query<SpanRow>({
    name: "scrub-spans",
    text: "select span, min_at, max_at from time_spans where span >= $1 and span <= $2",
    values: [Math.floor((from - 1) / SPAN), Math.floor((to - 1) / SPAN)],
  });
  return {
    entries: entries.rows,
    parts: parts.rows,
    notices: notices.rows,
    operations: operations.rows,
    spans: spans.rows,
  };
}

/**
 * Brings up to date what says where in the tables the rows of a range stand. Without it what was written
 * since the last vacuum would be read whole for each page.
 */
export async function summarize(pool: Pool): Promise<void> {
  await pool.query(`
    select brin_summarize_new_values(inhrelid) from pg_inherits
    where inhparent in ('parts_by_range'::regclass, 'notice_entries_by_range'::regclass,
      'operation_entries_by_range'::regclass)`);
}

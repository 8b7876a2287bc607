import type { LogRow, NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import { noticesOf } from "@talanoa/sharing/record/notices.ts";
import type { Pool } from "pg";
import { stepCodes } from "../tables/migrations.ts";
import { shownRows } from "./shown-row.ts";

/** Each is looked up: a page of a thousand releases may name far more. */
const MOST_NOTICES = 2_000;

/**
 * The entries before an end that say that content of the notices of a page was erased, as far as a reader sees them;
 * null when the page names too many.
 */
export async function erasingOf(
  pool: Pool,
  reader: string,
  page: readonly LogRow[],
  end: number,
): Promise<LogRow[] | null> {
  const notices = namedBy(page);
  if (notices.length > MOST_NOTICES) return null;
  if (notices.length === 0) return [];
  // Each place apart, so that it is looked up, however little the planner knows of the tables.
  const { rows } = await pool.query<{ index: number }>({
    name: "erasing-entries",
    text: `
      select distinct seen.index
      from unnest($1::text[], $2::text[]) as asked (origin, notice)
      cross join lateral (
        select unnest(n.indexes) as index from notice_entries n
        where n.origin = asked.origin and n.notice = asked.notice
        offset 0
      ) as spot
      cross join lateral (
        select p.index from parts p
        where p.party = $3 and p.step = $4 and p.index = spot.index
        limit 1
      ) as seen
      where spot.index < $5
      order by seen.index`,
    values: [
      notices.map(({ origin }) => origin),
      notices.map(({ id }) => id),
      reader,
      stepCodes.erased,
      end,
    ],
  });
  const indexes = rows.map(({ index }) => index);
  return shownRows(pool, reader, indexes);
}

/** The notices that rows name, each once. */
function namedBy(rows: readonly LogRow[]): NoticeRef[] {
  const named = new Map<string, NoticeRef>();
  for (const { parts } of rows)
    for (const { facts } of parts.map((part) => RecordPart.decode(part)))
      for (const notice of facts ? noticesOf(facts) : [])
        named.set(`${notice.origin}/${notice.id}`, notice);
  return [...named.values()];
}

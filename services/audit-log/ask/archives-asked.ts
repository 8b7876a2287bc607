import type { LogArchive } from "@talanoa/contract/generated/talanoa.ts";
import { isId, timeOfId } from "@talanoa/sharing/notice/id.ts";
import { type Kysely, sql } from "kysely";
import { runsOf } from "./find-entries.ts";
import type { Filter } from "./question.ts";

/** Milliseconds by which the clock that made a notice's id may have been ahead. */
const AHEAD = 3_600_000;

/**
 * The archives that may have more of what is asked for, by its places, its times and when the notice was made. None
 * of it depends on what the archives hold of whom, so that it tells every reader the same.
 */
export async function archivesAsked(
  db: Kysely<unknown>,
  filter: Pick<Filter, "from" | "until" | "fromIndex" | "untilIndex" | "notice">,
): Promise<LogArchive[]> {
  const { rows } = await sql<LogArchive>`
    select name, from_index as "fromIndex", until_index as "untilIndex", first_at as "firstAt",
      last_at as "lastAt"
    from archives order by number`.execute(db);
  if (rows.length === 0) return rows;
  const { fromIndex, untilIndex, notice } = filter;
  const runs = await runsOf(db, filter);
  const madeAt = notice && isId(notice.id) ? timeOfId(notice.id) - AHEAD : 0;
  return rows.filter(
    (its) =>
      its.untilIndex > fromIndex &&
      (untilIndex === 0 || its.fromIndex < untilIndex) &&
      its.lastAt >= madeAt &&
      runs.some(({ from, until }) => its.fromIndex < until && from < its.untilIndex),
  );
}

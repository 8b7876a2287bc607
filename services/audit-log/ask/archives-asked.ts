import type { LogArchive } from "@talanoa/contract/generated/talanoa.ts";
import { isId, timeOfId } from "@talanoa/sharing/notice/id.ts";
import { limits } from "@talanoa/sharing/notice/limits.ts";
import { OUT_OF_ORDER } from "@talanoa/sharing/record/completeness.ts";
import type { Pool } from "pg";
import { readArchives } from "../tables/archives.ts";
import type { Filter } from "./question.ts";

type Asked = Pick<Filter, "from" | "until" | "fromIndex" | "untilIndex" | "notice" | "operation">;

/** What was read, and which archives may have had more of what was asked for at any time meanwhile. */
export interface WithArchives<Result> {
  readonly result: Result;
  readonly archives: LogArchive[];
}

/** Reads from the log. Entries may be taken out or put back meanwhile: archives of before and after are told. */
export async function withArchives<Result>(
  { pool }: { readonly pool: Pool },
  filter: Asked,
  read: () => Promise<Result>,
): Promise<WithArchives<Result>> {
  const before = await archivesAsked(pool, filter);
  const result = await read();
  const after = await archivesAsked(pool, filter);
  const byPlace = new Map([...before, ...after].map((its) => [its.fromIndex, its]));
  const archives = [...byPlace.values()].toSorted((a, b) => a.fromIndex - b.fromIndex);
  return { result, archives };
}

/**
 * The archives that may have more of what is asked for, by its places, its days and when the notice was made. None
 * of it depends on what the archives hold of whom, or on the time of one record, so that it tells every reader the
 * same and no more.
 */
async function archivesAsked(pool: Pool, filter: Asked): Promise<LogArchive[]> {
  const { from, until, fromIndex, untilIndex, notice, operation } = filter;
  const madeAt = notice && isId(notice.id) ? timeOfId(notice.id) - limits.clockAhead : 0;
  const archives = await readArchives(pool);
  // What belongs to an operation any of them may say.
  if (operation) return archives;
  return archives.filter(
    (its) =>
      its.untilIndex > fromIndex &&
      (untilIndex === 0 || its.fromIndex < untilIndex) &&
      its.lastAt + OUT_OF_ORDER >= Math.max(from, madeAt) &&
      (until === 0 || its.firstAt - OUT_OF_ORDER < until),
  );
}

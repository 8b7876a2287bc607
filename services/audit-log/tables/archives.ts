import type { LogArchive } from "@talanoa/contract/generated/talanoa.ts";
import type { ClientBase, Pool } from "pg";

type Client = Pick<ClientBase | Pool, "query">;

export const DAY = 86_400_000;

/** When the day (UTC) of a time began, both in Unix ms. */
export function dayOf(at: number): number {
  return at - (at % DAY);
}

/**
 * The archives that have the beginning of the log, the oldest first; none when all of it stands in the tables. Their
 * times are the beginning of the first and the end of the last day: those of single records are not for all to see.
 */
export async function readArchives(client: Client): Promise<LogArchive[]> {
  const { rows } = await client.query<LogArchive>({
    name: "read-archives",
    text: `
      select name, from_index as "fromIndex", until_index as "untilIndex", first_at as "firstAt",
        last_at as "lastAt"
      from archives order by number`,
  });
  return rows.map((its) => ({
    ...its,
    firstAt: dayOf(its.firstAt),
    lastAt: dayOf(its.lastAt) + DAY - 1,
  }));
}

/** The index of the first entry that stands in the tables. */
export async function readBeginning(client: Client): Promise<number> {
  const { rows } = await client.query<{ index: number }>({
    name: "read-beginning",
    text: "select coalesce(max(until_index), 0) as index from archives",
  });
  return rows[0]!.index;
}

import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { sql } from "kysely";
import type { Screening } from "../screening.ts";

/**
 * By how many milliseconds the clock of this machine is ahead of that of the database or of the broker, whichever is
 * further behind; 0 when it is ahead of neither. Throws HubError while the broker does not answer.
 */
export async function clockAhead({ db }: Pick<Screening, "db">, bus: Bus): Promise<number> {
  const { rows } = await sql<{ time: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::bigint as time`.execute(db);
  const { at } = await readStreamUsage(bus);
  return Math.max(0, Date.now() - Math.min(rows[0]!.time, at));
}

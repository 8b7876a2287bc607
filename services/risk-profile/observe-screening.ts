import { FlagNotice } from "@talanoa/contract/generated/talanoa.ts";
import { observeDatabase } from "@talanoa/platform/database/observe-database.ts";
import type { Gauges } from "@talanoa/platform/telemetry/gauges.ts";
import type { Kysely } from "kysely";
import type { Pool } from "pg";
import type { ScreeningTables } from "./tables/tables.ts";

/** Has observed the screening's database, and how many notices of flags wait to be sent. */
export function observeScreening(
  gauges: Gauges,
  { db, pool }: { readonly db: Kysely<ScreeningTables>; readonly pool: Pool },
  standbys: number,
): void {
  observeDatabase(gauges, pool, standbys);
  gauges.observe(["screening.unsent"], async () => {
    const { count } = await db
      .selectFrom("flag_notice")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .where("state", "=", FlagNotice.WAITING)
      .executeTakeFirstOrThrow();
    return [{ measure: "screening.unsent", value: count }];
  });
}

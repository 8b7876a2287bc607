import { backlogAfter } from "@talanoa/platform/bus/backlog.ts";
import { observeConsumer, secondsSince } from "@talanoa/platform/bus/observe-consumers.ts";
import { observeDatabase } from "@talanoa/platform/database/observe-database.ts";
import type { Gauges } from "@talanoa/platform/telemetry/gauges.ts";
import { sql } from "kysely";
import type { Pool } from "pg";
import { readPosition } from "./follow/apply.ts";
import { followed } from "./follow/keep-following.ts";
import type { Notification } from "./notification.ts";
import { namesOf } from "./send/way.ts";

/** Has observed the database, how far the stream is followed, and for how long messages wait that are due. */
export function observeNotification(
  gauges: Gauges,
  { bus, db, ways, gather }: Notification,
  pool: Pool,
  standbys: number,
): void {
  observeDatabase(gauges, pool, standbys);
  observeConsumer(gauges, "notification", async () =>
    backlogAfter(bus, followed, await readPosition(db)),
  );
  gauges.observe(["notification.waiting", "notification.oldest"], async () => {
    // What an address that does not exist waits for is its officer's trouble, not the hub's.
    const { rows } = await sql<{ way: string; waiting: number; oldest: number | null }>`
      select d.way, count(*) as waiting,
        min(greatest(w.due_at, case when w.sequence is null then 0 else d.told_at + ${gather} end))
          as oldest
      from waiting w join destination d on d.id = w.destination
      where not d.refused group by d.way`.execute(db);
    return namesOf(ways).flatMap((way) => {
      const its = rows.find((row) => row.way === way);
      const labels = { way };
      return [
        { measure: "notification.waiting", value: its?.waiting ?? 0, labels },
        { measure: "notification.oldest", value: secondsSince(its?.oldest ?? null), labels },
      ] as const;
    });
  });
}

import type { Pool } from "pg";
import type { GaugeReading, Gauges } from "../telemetry/gauges.ts";
import { isStandbyAway, type Replication, standbysAwaited } from "./standbys.ts";

/** Milliseconds in which a database must answer, to count as available. */
const WITHIN = 800;

interface Observed extends Replication {
  /** Bytes. */
  readonly size: number;
}

/**
 * Has observed whether a service's database answers, how large it is, and whether it has its standbys.
 *
 * @param standbys for how many its commits are meant to wait
 */
export function observeDatabase(
  gauges: Gauges,
  pool: Pick<Pool, "query">,
  standbys: number,
): Disposable {
  return gauges.observe(
    ["database.available", "database.size", "database.alone", "database.standby.away"],
    async () => {
      const seen = await look(pool).catch(() => null);
      if (seen === null) return [{ measure: "database.available", value: 0 }];
      return [
        { measure: "database.available", value: 1 },
        { measure: "database.size", value: seen.size },
        ...standbyReadings(seen, standbys),
      ];
    },
  );
}

/** Empty of a database that is meant to be a single server, and is one. */
function standbyReadings(seen: Replication, standbys: number): GaugeReading[] {
  const awaited = standbysAwaited(seen.names);
  return [
    ...(standbys > 0
      ? [{ measure: "database.alone" as const, value: Number(awaited < standbys) }]
      : []),
    ...(awaited > 0
      ? [{ measure: "database.standby.away" as const, value: Number(isStandbyAway(seen)) }]
      : []),
  ];
}

// Of pg_stat_replication a service's user is shown who is connected, not how far each is; of pg_stat_activity its own
// statements alone. So no more rights are needed than it has.
const LOOK = `
  select pg_database_size(current_database())::float8 as size,
    current_setting('synchronous_standby_names') as names,
    array(select application_name from pg_stat_replication) as connected,
    exists(select from pg_stat_activity
      where usename = current_user and wait_event = 'SyncRep'
        and state_change < now() - interval '5 seconds') as held`;

async function look(pool: Pick<Pool, "query">): Promise<Observed> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("the database is late")), WITHIN);
  const asked = pool.query<Observed>(LOOK);
  try {
    const { rows } = await Promise.race([asked, late.promise]);
    return rows[0]!;
  } finally {
    clearTimeout(timer);
    // It may fail after its time.
    asked.catch(() => {});
  }
}

import pg from "pg";
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
export function observeDatabase(gauges: Gauges, pool: pg.Pool, standbys: number): Disposable {
  const own = ownConnection(pool);
  return gauges.observe(
    ["database.available", "database.size", "database.alone", "database.standby.away"],
    async () => {
      const seen = await look(own).catch(() => null);
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

/** One connection besides those of a pool, which may all wait for a standby. */
function ownConnection({ options }: pg.Pool): pg.Pool {
  // The pool hides the password from being copied along.
  const { password } = options;
  const own = new pg.Pool({ ...options, password, max: 1, allowExitOnIdle: true });
  // One that is lost is opened anew by the next look.
  own.on("error", () => {});
  return own;
}

async function look(own: pg.Pool): Promise<Observed> {
  const late = Promise.withResolvers<never>();
  late.promise.catch(() => {});
  const timer = setTimeout(() => late.reject(new Error("the database is late")), WITHIN);
  const connecting = own.connect();
  // One that was late is not asked again: its server may be gone without a word.
  const end = (lost: boolean) => connecting.then((client) => client.release(lost)).catch(() => {});
  try {
    const client = await Promise.race([connecting, late.promise]);
    const { rows } = await Promise.race([client.query<Observed>(LOOK), late.promise]);
    void end(false);
    return rows[0]!;
  } catch (error) {
    void end(true);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

import type { Pool } from "pg";
import type { Gauges } from "../telemetry/gauges.ts";

/** Milliseconds in which a database must answer, to count as available. */
const WITHIN = 800;

/** Has observed whether a service's database answers, and how large it is. */
export function observeDatabase(gauges: Gauges, pool: Pick<Pool, "query">): Disposable {
  return gauges.observe(["database.available", "database.size"], async () => {
    const size = await sizeOf(pool).catch(() => null);
    return [
      { measure: "database.available", value: Number(size !== null) },
      ...(size === null ? [] : [{ measure: "database.size" as const, value: size }]),
    ];
  });
}

async function sizeOf(pool: Pick<Pool, "query">): Promise<number> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("the database is late")), WITHIN);
  const asked = pool.query<{ size: number }>("select pg_database_size(current_database()) as size");
  try {
    const { rows } = await Promise.race([asked, late.promise]);
    return rows[0]?.size ?? 0;
  } finally {
    clearTimeout(timer);
    // It may fail after its time.
    asked.catch(() => {});
  }
}

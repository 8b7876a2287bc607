import { subjects } from "@talanoa/contract/subjects.ts";
import { backlogAfter } from "@talanoa/platform/bus/backlog.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { observeConsumer, secondsSince } from "@talanoa/platform/bus/observe-consumers.ts";
import { observeDatabase } from "@talanoa/platform/database/observe-database.ts";
import type { GaugeReading, Gauges } from "@talanoa/platform/telemetry/gauges.ts";
import type { Pool } from "pg";
import type { LogKeeper } from "./keep/keep-log.ts";
import { matchesStream, scrubClean, witnessLags } from "./measures.ts";
import { readCheckpoints } from "./prove/checkpoints.ts";

export interface Observed {
  readonly bus: Bus;
  readonly pool: Pool;
  /** For how many standbys of the database commits are meant to wait. */
  readonly standbys: number;
  readonly keeper: Pick<LogKeeper, "state" | "leads">;
  /** Whether witnesses are asked to cosign. */
  readonly cosigned: boolean;
}

/** Has observed how far the log is, who writes it, and whether checkpoints and witnesses keep up. */
export function observeLog(
  gauges: Gauges,
  { bus, pool, standbys, keeper, cosigned }: Observed,
): void {
  observeDatabase(gauges, pool, standbys);
  observeConsumer(gauges, "log", () => backlogAfter(bus, subjects.recorded, keeper.state.position));
  gauges.observe(["log.leads", "log.size"], () => [
    { measure: "log.leads", value: Number(keeper.leads) },
    { measure: "log.size", value: keeper.state.size },
  ]);
  for (const kept of [witnessLags, matchesStream, scrubClean])
    gauges.observe([kept.name], kept.read);
  gauges.observe(["log.checkpoint.age", "log.cosigned.age"], async () => {
    const checkpoints = await readCheckpoints(pool);
    const waitsFor = async (covered = 0) => secondsSince(await storedAt(pool, covered));
    const readings: GaugeReading[] = [
      { measure: "log.checkpoint.age", value: await waitsFor(checkpoints.signed?.size) },
    ];
    if (cosigned) {
      const value = await waitsFor(checkpoints.cosigned?.size);
      readings.push({ measure: "log.cosigned.age", value });
    }
    return readings;
  });
}

/** When the stream took in the record of an entry, Unix ms; null when the log has no such entry. */
async function storedAt(pool: Pool, index: number): Promise<number | null> {
  const { rows } = await pool.query<{ at: number }>({
    name: "entry-stored-at",
    text: "select stored_at as at from entries where index = $1",
    values: [index],
  });
  return rows[0]?.at ?? null;
}

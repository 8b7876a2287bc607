import { setTimeout as sleep } from "node:timers/promises";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import type { Pool } from "pg";
import { scrubTimes } from "../measures.ts";
import { tellOutcome } from "./alarm.ts";
import type { Promised } from "./log-end.ts";
import { scrub } from "./scrub.ts";

export interface ScrubAgainOptions {
  readonly bus: Bus;
  readonly pool: Pool;
  readonly promised: () => Promised;
  readonly log: Logger;
  /** How much of the time it may work, where this and the database together take a little over one core; 0 is no scrub. */
  readonly share: number;
  /** Milliseconds from the beginning of one scrub to the next, at least. */
  readonly every: number;
}

/**
 * Scrubs the log and compares it with the stream, again and again, until the signal aborts. A difference is an
 * alarm each time, and nothing else: the service goes on, as what it has is still the best evidence.
 */
export async function scrubAgain(options: ScrubAgainOptions, signal: AbortSignal): Promise<void> {
  const { bus, pool, promised, log, share, every } = options;
  if (share === 0) return;
  while (!signal.aborted) {
    const started = performance.now();
    try {
      const onPage = sparing(share, signal);
      tellOutcome(log, await scrub({ bus, pool, promised, signal, onPage }));
      scrubTimes.record(performance.now() - started);
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ err: error }, "the log could not be scrubbed: it is begun again");
    }
    const rest = Math.max(0, started + every - performance.now());
    await sleep(rest, undefined, { signal }).catch(() => {});
  }
}

/**
 * Pauses in proportion to the time that each page took. At full speed this took 0.7 of a core and the
 * database 0.3 to 0.45: mostly they work in turns.
 */
function sparing(share: number, signal: AbortSignal): () => Promise<void> {
  let since = performance.now();
  return async () => {
    const worked = performance.now() - since;
    await sleep(worked * (1 / share - 1), undefined, { signal });
    since = performance.now();
  };
}

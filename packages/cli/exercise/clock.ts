import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds of a scenario minute at the highest speed. */
export const FASTEST = 20;

/** The time of a scenario on the clock of the hub. */
export interface ScenarioClock {
  /** When a minute of the scenario is, Unix ms. */
  at(minute: number): number;
  /** Resolves when the minute has come; at once when it has passed. Rejects when the signal aborts. */
  reach(minute: number, signal: AbortSignal): Promise<void>;
}

/** `minuteLength` is how many milliseconds a minute of the scenario lasts, from `start` (Unix ms). */
export function scenarioClock(start: number, minuteLength: number): ScenarioClock {
  const at = (minute: number) => start + Math.round(minute * minuteLength);
  return {
    at,
    async reach(minute, signal) {
      for (;;) {
        signal.throwIfAborted();
        const left = at(minute) - Date.now();
        if (left <= 0) return;
        // A timer takes at most 24 days.
        await sleep(Math.min(left, 60_000), undefined, { signal });
      }
    },
  };
}

/** The length of a scenario minute in ms at a speed: so many times as fast as time itself. */
export function minuteLength(speed: number | "max"): number {
  return speed === "max" ? FASTEST : 60_000 / speed;
}

import { sleep } from "./sleep.ts";

const FIRST = 200;
const LONGEST = 5_000;

/**
 * Milliseconds to wait before the next attempt: up to 0.2 s after the first (attempt 0), doubling to
 * 5 s. `random` is from 0 to 1: full jitter, so that islands whose link comes back together do not
 * all knock at once.
 */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling * (0.25 + 0.75 * random));
}

/** Waits as `backoff` says; rejects with the signal's reason when it aborts. */
export async function pause(attempt: number, signal?: AbortSignal): Promise<void> {
  await sleep(backoff(attempt, Math.random()), signal);
}

/**
 * Repeats an attempt while it fails in a way that `again` accepts and the time lasts (milliseconds
 * from now). Gives the last attempt's error when it does not.
 */
export async function retrying<T>(
  attempt: () => Promise<T>,
  options: {
    patience: number;
    again: (error: unknown) => boolean;
    signal?: AbortSignal | undefined;
  },
): Promise<T> {
  const end = performance.now() + options.patience;
  for (let failed = 0; ; failed++) {
    options.signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (!options.again(error) || performance.now() >= end) throw error;
    }
    await pause(failed, options.signal);
  }
}

import { setTimeout as sleep } from "node:timers/promises";

/** Does something again and again until it is told to stop; how often. It must never fail. */
export async function repeat(signal: AbortSignal, action: () => Promise<unknown>): Promise<number> {
  let times = 0;
  for (; !signal.aborted; times++) {
    await action();
    await sleep(20);
  }
  return times;
}

import { setTimeout as sleep } from "node:timers/promises";
import { HubError } from "../errors.ts";

// A cluster that has just started needs some seconds until its streams have leaders.
const pause = 250;

/** Does something again and again until the broker is there for it. Rejects with the reason when the signal aborts. */
export async function patiently<T>(action: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== "unavailable") throw error;
    }
    await sleep(pause, undefined, { signal }).catch(() => {});
  }
}

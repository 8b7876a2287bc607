import { retryUntil } from "@talanoa/platform/database/retry.ts";
import type { Notification } from "../notification.ts";
import { sendNext } from "./send-next.ts";

/** Milliseconds after which is looked again: what another instance wrote, and what is due by the clock. */
const LOOK_EVERY = 1_000;
/** Destinations that are told at a time: each has a connection to the database while it is. */
const AT_ONCE = 4;

/** Sends what is due, until the signal aborts. Several instances do: each destination is one's at a time. */
export async function keepSending(its: Notification, signal: AbortSignal): Promise<void> {
  for (;;) {
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (await retryUntil(() => sendNext(its, Date.now()), signal)) signal.throwIfAborted();
      }),
    );
    await its.bell.rung(LOOK_EVERY, signal);
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import { DAY, type Notification } from "./notification.ts";

const EVERY = 10 * 60_000;

/**
 * Forgets officers who have not signed in for too long, with their addresses, and addresses that were not confirmed in
 * time; until the signal aborts.
 */
export async function keepForgetting(
  { db, lapsesDays }: Pick<Notification, "db" | "lapsesDays">,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const now = Date.now();
    await retryUntil(async () => {
      await db
        .deleteFrom("officer")
        .where("seen_at", "<=", now - lapsesDays * DAY)
        .execute();
      await db
        .deleteFrom("destination")
        .where("confirmed", "=", false)
        .where("code_until", "<=", now)
        .execute();
    }, signal);
    await sleep(EVERY, undefined, { signal });
  }
}

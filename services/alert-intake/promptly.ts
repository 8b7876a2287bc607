import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { HubError } from "@talanoa/platform/errors.ts";

/** Lets callers wait for what the broker does, but not for a broker that is away. */
export interface Prompt extends Disposable {
  /**
   * The work's own result; `unavailable` once the broker has been away for half a second, or has not
   * answered for five.
   */
  within<T>(work: Promise<T>): Promise<T>;
}

const AWAY = 500;
const SILENT = 5_000;
const LOOK_EVERY = 100;

/**
 * A commit under way when the connection breaks has an unknown outcome, and the committer goes on
 * with it; the caller is told to send the same again, which finds whatever became of it.
 */
export function promptly(bus: Bus): Prompt {
  /** In the order in which they began to wait, with the time of it. */
  const waiting = new Map<(error: HubError) => void, number>();
  let awaySince: number | null = null;

  const timer = setInterval(() => {
    const now = performance.now();
    awaySince = bus.available() ? null : (awaySince ?? now);
    const away = awaySince !== null && now - awaySince >= AWAY;
    for (const [fail, since] of waiting) {
      if (!away && now - since < SILENT) break;
      waiting.delete(fail);
      fail(new HubError("unavailable", "the broker does not answer: send the same again"));
    }
  }, LOOK_EVERY);
  timer.unref();

  return {
    async within(work) {
      const late = Promise.withResolvers<never>();
      waiting.set(late.reject, performance.now());
      try {
        return await Promise.race([work, late.promise]);
      } finally {
        waiting.delete(late.reject);
      }
    },
    [Symbol.dispose]() {
      clearInterval(timer);
    },
  };
}

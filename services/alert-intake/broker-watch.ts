import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage, type StreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { HubError } from "@talanoa/platform/errors.ts";

/** Whether the stream has room for more notices. */
export interface Room extends AsyncDisposable {
  /** Past the share that publishing may use: what is left is for recall, erasure, release and records. */
  full(): boolean;
  /** Counts what was stored since the last look, in bytes. */
  add(bytes: number): void;
}

/** Looks at the stream's size now, and every second after. Rejects when the stream cannot be read. */
export async function watchRoom(
  bus: Bus,
  { share, every = 1000 }: { share: number; every?: number },
): Promise<Room> {
  let usage: StreamUsage = await readStreamUsage(bus);
  let added = 0;

  async function look(): Promise<void> {
    const before = added;
    // The last size stays while the broker is away: nothing is stored then either.
    const seen = await readStreamUsage(bus).catch(() => usage);
    if (seen !== usage) added -= before;
    usage = seen;
  }
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = look();
  }, every);
  timer.unref();

  return {
    full: () => usage.maxBytes > 0 && usage.bytes + added >= usage.maxBytes * share,
    add(bytes) {
      added += bytes;
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await looking;
    },
  };
}

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

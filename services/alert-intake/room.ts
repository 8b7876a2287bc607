import { routingWork } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { countNotDone } from "@talanoa/platform/bus/take-in-order.ts";

/** What a notice takes of the stream, in bytes. */
export interface Needed {
  readonly itself: number;
  /** What routing will write for it. */
  readonly copies: number;
}

/** Whether the stream has room for more notices, and for all copies of those that it has. */
export interface Room extends AsyncDisposable {
  /** Past the share that publishing may use: what is left is for recall, erasure, release and records. */
  full(): boolean;
  /** Keeps room for a notice that is about to be stored; to be told whether it was. */
  keep(needed: Needed): (stored: boolean) => void;
}

/** Taken for the copies of a notice until one was seen, in bytes. */
const FIRST_GUESS = 16 * 1024;

/** Looks at the stream now, and every second after. Rejects when it cannot be read. */
export async function watchRoom(
  bus: Bus,
  { share, every = 1_000 }: { share: number; every?: number },
): Promise<Room> {
  let meanCopies = FIRST_GUESS;
  let underWay = 0;
  let sinceLook = 0;
  let { used, maxBytes } = await look();

  /** What is stored, and what will be for the notices that are not routed yet. */
  async function look(): Promise<{ used: number; maxBytes: number }> {
    const [usage, ...waiting] = await Promise.all([
      readStreamUsage(bus),
      ...routingWork.map(({ durable }) => countNotDone(bus, durable)),
    ]);
    const unrouted = waiting.reduce((sum, count) => sum + count, 0);
    return { used: usage.bytes + unrouted * meanCopies, maxBytes: usage.maxBytes };
  }
  async function lookAgain(): Promise<void> {
    const before = sinceLook;
    // The last figures stay while the broker is away: nothing is stored then either.
    const seen = await look().catch(() => null);
    if (!seen) return;
    ({ used, maxBytes } = seen);
    sinceLook -= before;
  }
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = lookAgain();
  }, every);
  timer.unref();

  return {
    full: () => maxBytes > 0 && used + sinceLook + underWay >= maxBytes * share,
    keep({ itself, copies }) {
      underWay += itself + copies;
      return (stored) => {
        underWay -= itself + copies;
        if (!stored) return;
        sinceLook += itself + copies;
        meanCopies += (copies - meanCopies) / 16;
      };
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await looking;
    },
  };
}

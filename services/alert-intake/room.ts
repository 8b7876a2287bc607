import { type RoutingLane, routingLanes } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { workLeft } from "@talanoa/platform/bus/take-in-order.ts";

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
  /**
   * Keeps room for a notice that is about to be stored; null when there is none. To be told the
   * sequence at which it stands, or null when this did not store it.
   */
  keep(lane: RoutingLane, needed: Needed): ((sequence: number | null) => void) | null;
}

/** What routing still has to write, in bytes: of a statement, and of a notice that others took in. */
const OF_STATEMENT = 4 * 1024;
const OF_NOTICE = 256 * 1024;

/** What this process knows of a lane. */
interface Lane {
  /** Being stored: they may stand already. */
  underWay: number;
  /** Stored, and not yet routed at the last look. */
  unrouted: { readonly sequence: number; readonly copies: number }[];
}

const emptyLane = (): Lane => ({ underWay: 0, unrouted: [] });

/** Looks at the stream now, and every second after. Rejects when it cannot be read. */
export async function watchRoom(
  bus: Bus,
  { share, every = 1_000 }: { share: number; every?: number },
): Promise<Room> {
  const lanes = new Map(routingLanes.map((lane): [RoutingLane, Lane] => [lane, emptyLane()]));
  /** Of all notices that this process has stored and routing has not done. */
  let copiesToCome = 0;
  let underWay = 0;
  let storedSinceLook = 0;
  let { used, maxBytes } = await look();

  /** What stands in the stream, and what routing will add for what others have stored. */
  async function look(): Promise<{ used: number; maxBytes: number }> {
    // The lanes first: what is routed meanwhile is then counted twice, and not left out.
    const left = await Promise.all(
      routingLanes.map(async (lane) => ({ lane, ...(await workLeft(bus, lane.durable)) })),
    );
    const { bytes, maxBytes } = await readStreamUsage(bus);
    let used = bytes;
    copiesToCome = 0;
    for (const { lane, count, doneUpTo } of left) {
      const its = lanes.get(lane)!;
      its.unrouted = its.unrouted.filter(({ sequence }) => sequence > doneUpTo);
      for (const { copies } of its.unrouted) copiesToCome += copies;
      const others = Math.max(0, count - its.unrouted.length - its.underWay);
      used += others * (lane.precedence === null ? OF_STATEMENT : OF_NOTICE);
    }
    return { used, maxBytes };
  }
  async function lookAgain(): Promise<void> {
    const before = storedSinceLook;
    // The last figures stay while the broker is away: nothing is stored then either.
    const seen = await look().catch(() => null);
    if (!seen) return;
    ({ used, maxBytes } = seen);
    storedSinceLook -= before;
  }
  let looking: Promise<void> | null = null;
  const timer = setInterval(() => {
    looking ??= lookAgain().finally(() => (looking = null));
  }, every);
  timer.unref();

  const full = () =>
    maxBytes > 0 && used + copiesToCome + storedSinceLook + underWay >= maxBytes * share;
  return {
    full,
    keep(lane, { itself, copies }) {
      if (full()) return null;
      const its = lanes.get(lane)!;
      underWay += itself + copies;
      its.underWay += 1;
      return (sequence) => {
        underWay -= itself + copies;
        its.underWay -= 1;
        if (sequence === null) return;
        storedSinceLook += itself;
        copiesToCome += copies;
        its.unrouted.push({ sequence, copies });
      };
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await looking;
    },
  };
}

import { EXCHANGE, type RoutingLane, routingLanes } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import { workLeft } from "@talanoa/platform/bus/take-in-order.ts";

/** What a notice takes of the stream, in bytes. */
export interface Needed {
  readonly itself: number;
  /** What routing will write for it. */
  readonly copies: number;
}

/** What a message costs in the stream beside its payload, in bytes: subject, headers, record. */
export const OVERHEAD = 700;

/**
 * What routing writes at most for a notice of so many bytes: so many copies, and the marker, which
 * tells of each participant, also of those who get nothing.
 */
export function bytesOfCopies(size: number, copies: number, participants: number): number {
  return OVERHEAD + 60 * participants + copies * (size + OVERHEAD);
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

export interface RoomOptions {
  /** Of the stream's size, that publishing may use. */
  readonly share: number;
  /** How many the directory has. */
  readonly participants: number;
  /** Stops the first look, which reads all that is not routed. */
  readonly signal: AbortSignal;
  /** Milliseconds from one look to the next. */
  readonly every?: number;
}

/** What routing still has to write, in bytes: of a statement, and of a notice that another instance took in. */
const OF_STATEMENT = 4 * 1024;
const OF_NOTICE = 256 * 1024;

interface Unrouted {
  readonly sequence: number;
  readonly copies: number;
}

/** What this process knows of a lane. */
interface Lane {
  /** Being stored: they may stand already. */
  underWay: number;
  /** Stored, and not yet routed at the last look. */
  unrouted: Unrouted[];
}

const emptyLane = (): Lane => ({ underWay: 0, unrouted: [] });

/**
 * Looks at the stream now, and every second after. What was not routed when the process was started
 * counts by its size, as if each participant got a copy. Rejects when the stream cannot be read.
 */
export async function watchRoom(
  bus: Bus,
  { share, participants, signal, every = 1_000 }: RoomOptions,
): Promise<Room> {
  const lanes = new Map(routingLanes.map((lane): [RoutingLane, Lane] => [lane, emptyLane()]));
  for (const [lane, its] of lanes) {
    if (lane.precedence !== null) its.unrouted = await standing(bus, lane, participants, signal);
  }
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

/** The notices of a lane that stand and are not routed, by their sizes alone. */
async function standing(
  bus: Bus,
  lane: RoutingLane,
  participants: number,
  signal: AbortSignal,
): Promise<Unrouted[]> {
  const { doneUpTo } = await workLeft(bus, lane.durable);
  const last = await readMessage(bus, EXCHANGE, { last_by_subj: lane.filter });
  const found: Unrouted[] = [];
  if (!last || last.sequence <= doneUpTo) return found;
  const filters = [lane.filter];
  const options = { filters, startSequence: doneUpTo + 1, headersOnly: true, signal };
  for await (const messages of readFrom(bus, options)) {
    for (const message of messages) {
      const size = Number(message.header("Nats-Msg-Size") ?? 0);
      const copies = bytesOfCopies(size, participants, participants);
      found.push({ sequence: message.sequence, copies });
    }
    if (messages.at(-1)!.sequence >= last.sequence) break;
  }
  return found;
}

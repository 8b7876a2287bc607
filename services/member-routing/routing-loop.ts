import { setTimeout as sleep } from "node:timers/promises";
import { routingLanes } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { takeInOrder } from "@talanoa/platform/bus/take-in-order.ts";
import { erasedBy } from "@talanoa/platform/bus/tombstone.ts";
import type { DirectoryFollower } from "@talanoa/platform/directory/follower.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { histogram } from "@talanoa/platform/telemetry/instruments.ts";
import { TRACEPARENT } from "@talanoa/platform/telemetry/propagation.ts";
import { decide, type KnownNotices } from "./decide.ts";
import { Lanes, type Waiting } from "./lanes.ts";
import { type Routed, withheldInstead } from "./routed-notice.ts";
import { routedBefore } from "./routed-before.ts";
import { commitRouted } from "./store-routed.ts";

/** What the routing loop works with. */
export interface Routing {
  readonly bus: Bus;
  readonly committer: Committer;
  readonly directory: DirectoryFollower;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Of one lane, taken ahead. */
const WINDOW = 500;
const WINDOW_BYTES = 16 * 1024 * 1024;
/** Of one batch. */
const COMMIT_MESSAGES = 1_000;
// Of payloads: with their headers they must not pass the 8 MiB of one batch.
const COMMIT_BYTES = 6 * 1024 * 1024;
/** Notices decided at a time, so that the event loop is not held for long. */
const DECIDED_AT_ONCE = 64;

const delays = histogram("routing.delay");

/**
 * Routes what stands in the stream, for ever: each notice and statement once, in the stream's order
 * within its precedence, the most pressing first. Returns when the signal aborts.
 */
export async function routeAll(routing: Routing): Promise<void> {
  const { bus, signal } = routing;
  const sources = routingLanes.map(({ durable, filter }) =>
    takeInOrder(bus, { durable, filter, window: WINDOW, signal }),
  );
  const lanes = new Lanes(sources, { count: WINDOW, bytes: WINDOW_BYTES });
  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  const filling = lanes.fill();
  try {
    await Promise.race([filling, stopped, work(routing, lanes)]);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

interface Decided {
  readonly waiting: Waiting;
  routed: Routed;
}

/** What is decided and goes into the next commit, and how much more may. */
interface Next {
  readonly decided: Decided[];
  messages: number;
  bytes: number;
}

/**
 * Decides on what waits while what was decided before is being stored. One commit at a time: so the
 * feeds have the order of the stream whatever fails in between.
 */
async function work(routing: Routing, lanes: Lanes): Promise<never> {
  const before: { storing: Promise<void> | null } = { storing: null };
  for (;;) {
    const next: Next = { decided: [], messages: 0, bytes: 0 };
    await lanes.arrival();
    await decideMore(routing, lanes, next);
    // What comes while the commit before is under way joins the next one, the most pressing too.
    while (before.storing && room(next) > 0) {
      await Promise.race([lanes.arrival(), before.storing]);
      await decideMore(routing, lanes, next);
    }
    await before.storing;
    before.storing = storeAndMark(routing, lanes, next.decided).finally(() => {
      before.storing = null;
    });
    // Awaited above, unless the loop has ended before.
    before.storing.catch(() => {});
  }
}

async function storeAndMark(
  routing: Routing,
  lanes: Lanes,
  decided: readonly Decided[],
): Promise<void> {
  // One after the other: if one batch cannot be stored, none that comes after it stands before it.
  for (const batch of batchesOf(decided)) await store(routing, batch);
  lanes.done([...new Set(decided.map(({ waiting }) => waiting))]);
}

async function decideMore(routing: Routing, lanes: Lanes, next: Next): Promise<void> {
  const { directory, log, signal } = routing;
  const taken = lanes.take(Math.min(DECIDED_AT_ONCE, room(next)));
  const isDone = await Promise.all(
    // A tombstone is no notice: what stood there was routed before it was erased.
    taken.map(
      async ({ message }) =>
        erasedBy(message) !== null || patiently(() => routedBefore(routing.bus, message), signal),
    ),
  );
  const waiting = taken.filter((_, i) => !isDone[i]);
  lanes.done(taken.filter((_, i) => isDone[i]));
  if (waiting.length === 0) return;
  const highest = waiting.reduce((most, { message }) => Math.max(most, message.sequence), 0);
  await patiently(() => directory.upTo(highest, signal), signal);
  const now = Date.now();
  const known: KnownNotices = new Map();
  const routed = await Promise.all(
    waiting.map(({ message }) => patiently(() => decide(routing, message, now, known), signal)),
  );
  for (const [each, its] of waiting.flatMap((each, i) =>
    routed[i]!.map((its) => [each, its] as const),
  )) {
    const { message } = each;
    if (its.unreadable !== undefined) {
      log.error({ err: its.unreadable, subject: message.subject }, "withheld from all: unreadable");
    }
    next.decided.push({ waiting: each, routed: its });
    const { messages, bytes } = sizeOf(its);
    next.messages += messages;
    next.bytes += bytes;
  }
}

/** How many more fit one batch if all are like those before: one too many costs a commit of its own. */
function room({ decided, messages, bytes }: Next): number {
  const count = decided.length;
  if (count === 0) return DECIDED_AT_ONCE;
  const left = Math.min((COMMIT_MESSAGES - messages) / messages, (COMMIT_BYTES - bytes) / bytes);
  return Math.floor(left * count);
}

/**
 * What fits one batch each, in the same order. What waits for an earlier version has one of its own: the
 * rest of a batch would be stored meanwhile, and stand before it.
 */
function batchesOf(decided: readonly Decided[]): Decided[][] {
  const batches: Decided[][] = [];
  let messages = 0;
  let bytes = 0;
  let waited = false;
  for (const each of decided) {
    const its = sizeOf(each.routed);
    const waits = each.routed.before !== undefined;
    messages += its.messages;
    bytes += its.bytes;
    const last = batches.at(-1);
    const fits = messages <= COMMIT_MESSAGES && bytes <= COMMIT_BYTES;
    if (last && fits && !waits && !waited) last.push(each);
    else {
      batches.push([each]);
      ({ messages, bytes } = its);
    }
    waited = waits;
  }
  return batches;
}

function sizeOf({ marker, copies }: Routed): { messages: number; bytes: number } {
  const bytes = copies.reduce((sum, { payload }) => sum + payload.length, marker.length);
  return { messages: 1 + copies.length, bytes };
}

/** Stores markers and copies; resolves when all stand, however long that takes. */
async function store(routing: Routing, decided: readonly Decided[]): Promise<void> {
  const { log, signal } = routing;
  let open = [...decided];
  for (let failures = 0; ; failures++) {
    const errors = await Promise.all(
      open.map(async ({ waiting: { message }, routed }) => {
        const error = await commitRouted(routing.committer, routed, message.header(TRACEPARENT));
        if (error === null) delays.record(Date.now() - message.storedAt);
        return error;
      }),
    );
    const failed = open.filter((_, i) => errors[i] !== null);
    const error = errors.find((each) => each !== null);
    if (!error) return;
    log.warn({ err: error, count: failed.length }, "routing is not stored yet");
    for (const [i, each] of open.entries()) {
      // It cannot stand as it is, now or later. Any other trouble is the hub's, not the notice's: to
      // withhold for that would be for ever.
      if (errors[i]?.code !== "invalid-argument") continue;
      const { subject } = each.waiting.message;
      log.error(
        { err: errors[i], subject },
        "withheld from all: what was decided cannot be stored",
      );
      each.routed = withheldInstead(each.routed);
    }
    open = failed;
    await sleep(Math.min(5_000, 100 * 2 ** failures), undefined, { signal });
  }
}

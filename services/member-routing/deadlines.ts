import { setTimeout as sleep } from "node:timers/promises";
import { EXCHANGE, type RoutingLane, routingLanes } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import { lastOf } from "@talanoa/platform/bus/read-up-to.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { workLeft } from "@talanoa/platform/bus/take-in-order.ts";
import { HubError, type HubErrorCode } from "@talanoa/platform/errors.ts";
import { DeadlineQueue } from "./deadline-queue.ts";
import { Lateness } from "./lateness.ts";
import type { Routing } from "./routing-loop.ts";

/** Deadlines that follow from what stands in the stream, and what is to happen at their time. */
export interface DeadlineWork {
  /**
   * The subjects from which the deadlines follow. What stands of the first when this begins is taken before anything
   * of the others; what comes later is taken in any order.
   */
  readonly filters: readonly [string, ...string[]];
  /** Takes the next message of one of these; gives the deadlines that it sets, or drops: at 0. */
  take(message: StoredMessage): Iterable<Deadline>;
  /**
   * What is to happen once the time is over. Everything that was in the stream at that time has been
   * routed and taken before. Other replicas may do the same at the same moment, and a restart does it
   * again: it must have its effect once. When it rejects for the hub's own trouble it is called again.
   */
  act(key: string): Promise<void>;
}

export interface Deadline {
  readonly key: string;
  /** Unix ms. */
  readonly at: number;
}

/** The longest sleep, in ms: timers hold no more than 24 days, and a clock may be set. */
const LONGEST = 60_000;
/** How often to look whether what came in time has been routed, in ms. */
const LOOK_AGAIN = 100;
/** After what could not be done now, in ms. */
const TRY_AGAIN = 2_000;

/** The hub's own trouble, which passes. */
const passing: ReadonlySet<HubErrorCode> = new Set([
  "unavailable",
  "resource-exhausted",
  "deadline-exceeded",
]);

/**
 * Keeps deadlines until the signal aborts. They are held in memory alone, and made again from the
 * stream at each start. Rejects when the stream cannot be read.
 */
export async function keepDeadlines(
  { bus, log, signal }: Pick<Routing, "bus" | "log" | "signal">,
  work: DeadlineWork,
  lateness = new Lateness(),
): Promise<void> {
  const deadlines = new Deadlines();
  lateness.next = () => deadlines.next;
  /** How far each filter's messages are taken. */
  const taken = new Map(work.filters.map((filter) => [filter, 0]));

  /**
   * A reader for each filter: one for several that is behind costs the broker, for each message, a walk through all
   * subjects of a block (nats-server 2.15.1), and each start reads all again.
   */
  async function read(): Promise<void> {
    const [first, ...others] = work.filters;
    const after = async (filter: string): Promise<void> => {
      await allTaken(first);
      await readOf(filter);
    };
    await Promise.all([readOf(first), ...others.map(after)]);
  }

  async function readOf(filter: string): Promise<void> {
    const options = { filters: [filter], startSequence: 1, window: 2_000, signal };
    for await (const messages of readFrom(bus, options)) {
      for (const message of messages) {
        for (const deadline of work.take(message)) {
          deadlines.set(deadline);
          // What was tried in vain may be due no more.
          lateness.done(deadline.key);
        }
      }
      taken.set(filter, messages.at(-1)!.sequence);
    }
  }

  /** Resolves when all that stands of a filter now is taken. */
  async function allTaken(filter: string): Promise<void> {
    const end = await lastOf(bus, { filters: [filter], signal });
    const isTaken = () => taken.get(filter)! >= end;
    while (!isTaken()) await sleep(LOOK_AGAIN, undefined, { signal });
  }

  /** Resolves when all that stands in the stream now has been routed, and taken here. */
  async function settled(): Promise<void> {
    const { lastSequence } = await readStreamUsage(bus);
    for (const lane of routingLanes) {
      while (!(await isRouted(bus, lane, lastSequence))) {
        await sleep(LOOK_AGAIN, undefined, { signal });
      }
    }
    for (const filter of work.filters) await allTaken(filter);
  }

  async function keep(): Promise<void> {
    for (;;) {
      const now = await deadlines.passing(signal);
      // What passes meanwhile may wait for what came later: it has a turn of its own.
      await patiently(settled, signal);
      let failed = false;
      for (const key of deadlines.takePassed(now)) {
        // What was taken meanwhile says when: it has a turn of its own.
        if (deadlines.has(key)) continue;
        try {
          await work.act(key);
          lateness.done(key);
        } catch (error) {
          signal.throwIfAborted();
          const again = error instanceof HubError && passing.has(error.code);
          log[again ? "warn" : "error"]({ err: error, again }, "a deadline could not be kept");
          // What cannot be done must not hold up the rest, nor routing.
          if (again && !deadlines.has(key)) {
            deadlines.set({ key, at: now });
            lateness.failed(key);
          }
          failed ||= again;
        }
      }
      if (failed) await sleep(TRY_AGAIN, undefined, { signal });
    }
  }

  try {
    await Promise.race([read(), keep()]);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Whether all that stands in a lane up to a sequence has been routed. */
async function isRouted(
  bus: Bus,
  { durable, filter }: RoutingLane,
  sequence: number,
): Promise<boolean> {
  const { count, doneUpTo } = await workLeft(bus, durable);
  if (doneUpTo >= sequence) return true;
  if (count > 0) return false;
  // Nothing was ever done in a lane that nobody has opened yet, whatever stands in it.
  return doneUpTo > 0 || !(await readMessage(bus, EXCHANGE, { last_by_subj: filter }));
}

/** Deadlines by their keys, and the sleep until the next one. */
class Deadlines {
  readonly #queue = new DeadlineQueue<string>();
  #wake: (() => void) | null = null;

  set({ key, at }: Deadline): void {
    this.#queue.set(key, at);
    this.#wake?.();
  }

  has(key: string): boolean {
    return this.#queue.has(key);
  }

  /** When the next one passes, Unix ms; Infinity for none. */
  get next(): number {
    return this.#queue.next;
  }

  /** Takes out those whose last moment is over at a time, Unix ms. */
  takePassed(now: number): string[] {
    return this.#queue.take(now - 1);
  }

  /** Resolves when one has passed, with the time at which it had, Unix ms. */
  async passing(signal: AbortSignal): Promise<number> {
    for (;;) {
      signal.throwIfAborted();
      const now = Date.now();
      const wait = this.#queue.next + 1 - now;
      if (wait <= 0) return now;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const timer = setTimeout(resolve, Math.min(wait, LONGEST));
      signal.addEventListener("abort", resolve as () => void, { once: true });
      await promise;
      signal.removeEventListener("abort", resolve as () => void);
      clearTimeout(timer);
      this.#wake = null;
    }
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import { NoticeLife } from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { takeInOrder } from "@talanoa/platform/bus/take-in-order.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { type Order, orderOf } from "@talanoa/sharing/lifecycle/orders.ts";
import { type Erasing, eraseNotice } from "./erase-notice.ts";
import { serially } from "./serially.ts";

/** Orders that are worked on at once: one may wait for the log for hours, while copies of another go. */
const AT_ONCE = 256;
/** Milliseconds from one line about what waits to the next. */
const TOLD_EVERY = 10_000;

interface Waiting {
  readonly order: Order;
  /** By performance.now(). */
  readonly since: number;
  /** When the stream took the order in, Unix ms. */
  readonly orderedAt: number;
}

/** The orders that are not closed yet, by where they stand in the stream. */
export type ErasingBacklog = Map<number, Waiting>;

/**
 * Erases what is ordered, for ever. The orders are the steps in the lives of notices, as the stream has
 * them: whoever begins anew, here or on another machine, finds all that is not closed. Returns when the
 * signal aborts.
 */
export async function eraseAll(
  shell: Omit<Erasing, "inTurn">,
  { log, waiting }: { readonly log: Logger; readonly waiting: ErasingBacklog },
): Promise<void> {
  const erasing = { ...shell, inTurn: serially() };
  const { bus, signal } = shell;
  const telling = setInterval(() => tell(waiting, log), TOLD_EVERY);
  const source = takeInOrder(bus, {
    durable: "routing-eraser",
    filter: subjects.lives,
    window: AT_ONCE,
    signal,
  });
  const working = new Set<Promise<void>>();

  async function work(message: StoredMessage, order: Order): Promise<void> {
    const since = performance.now();
    waiting.set(message.sequence, { order, since, orderedAt: message.storedAt });
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        await eraseNotice(erasing, order, message.sequence);
        waiting.delete(message.sequence);
        return source.done(message);
      } catch (error) {
        if (signal.aborted) return;
        log.warn({ err: error, ...named(order) }, "an erasing goes on after a failure");
        await sleep(Math.min(5_000, 100 * 2 ** failures), undefined, { signal }).catch(() => {});
      }
    }
  }

  try {
    for await (const messages of source.messages()) {
      for (const message of messages) {
        const order = orderOf(NoticeLife.decode(message.payload));
        if (!order) {
          source.done(message);
          continue;
        }
        while (working.size >= AT_ONCE) await Promise.race(working);
        const its = work(message, order).finally(() => working.delete(its));
        working.add(its);
      }
    }
  } finally {
    clearInterval(telling);
    await Promise.all(working);
  }
}

function tell(waiting: ReadonlyMap<number, Waiting>, log: Logger): void {
  const [first] = waiting.values();
  if (!first || performance.now() - first.since < TOLD_EVERY) return;
  const seconds = Math.round((performance.now() - first.since) / 1_000);
  const about = { count: waiting.size, seconds, ...named(first.order) };
  log.warn(about, "content waits to be erased: is the log being kept?");
}

function named({ notice: { origin, id }, cause }: Order): { notice: string; cause: string } {
  return { notice: `${origin}/${id}`, cause };
}

import { setTimeout as sleep } from "node:timers/promises";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";

/** Rows of the database that follow from messages of the stream, with the position up to which all are in. */
export interface Followed {
  readonly filters: readonly string[];
  /** At most so many messages are read ahead. */
  readonly window: number;
  position(): Promise<number>;
  /**
   * Puts rows and position in, in one transaction, so that a start after any end goes on where the rows end. False when the
   * position was not the expected one: the database came back with the rows in place, or another replica was faster.
   */
  advance(from: number, messages: readonly StoredMessage[]): Promise<boolean>;
  /** Milliseconds to rest after so many messages, which took so long. */
  rest(messages: number, took: number): number;
}

/** How long one of several replicas stands by before it looks again, in ms. */
const STAND_BY = 2_000;

/**
 * Keeps rows up with the stream until the signal aborts. Rejects when the database refuses, and when the stream is not
 * the one that the position is of.
 */
export async function followStream(bus: Bus, its: Followed, signal: AbortSignal): Promise<void> {
  const { filters, window } = its;
  while (!signal.aborted) {
    let position = await its.position();
    const startSequence = position + 1;
    for await (const messages of readFrom(bus, { filters, startSequence, window, signal })) {
      const began = performance.now();
      if (!(await its.advance(position, messages))) break;
      position = messages.at(-1)!.sequence;
      const rest = its.rest(messages.length, performance.now() - began);
      if (rest > 0) await sleep(rest, undefined, { signal }).catch(() => {});
    }
    if (!signal.aborted) await sleep(STAND_BY, undefined, { signal }).catch(() => {});
  }
}

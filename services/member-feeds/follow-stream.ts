import { setTimeout as sleep } from "node:timers/promises";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import type { Place } from "./place.ts";

/** Rows of the database that follow from messages of the stream, with the position up to which all are in. */
export interface Followed {
  readonly filters: readonly string[];
  /** Of what the filters let through, which subjects are followed; all unless given. */
  readonly wanted?: (subject: string) => boolean;
  /** At most so many messages are read ahead. */
  readonly window: number;
  place(): Promise<Place>;
  /**
   * Puts rows and position in, in one transaction, so that a start after any end goes on where the rows end. False when the
   * position was not the expected one: the database came back with the rows in place, or another replica was faster.
   */
  advance(from: number, messages: readonly StoredMessage[]): Promise<boolean>;
  /** Milliseconds to rest after so many messages, which took so long. */
  rest(messages: number, took: number): number;
}

/** Milliseconds in which messages gather: each transaction waits for the disk, which the broker needs too. */
const GATHERED = 100;
/** Messages that are read at once while rows are far behind. */
const MANY = 500;

/** A rest after so many messages: there is no hurry for the last few, and no time to lose while many are missing. */
export function restAfter(messages: number): number {
  return messages < MANY ? GATHERED : 0;
}

/** How long one of several replicas stands by before it looks again, in ms. */
const STAND_BY = 2_000;

/**
 * Keeps rows up with the stream until the signal aborts. Rejects when the database refuses, and when the stream is not
 * the one that the position is of.
 */
export async function followStream(bus: Bus, its: Followed, signal: AbortSignal): Promise<void> {
  const { filters, wanted, window } = its;
  while (!signal.aborted) {
    const { position: start, last } = await its.place();
    let position = start;
    const options = { filters, wanted, startSequence: start + 1, last, window, signal };
    for await (const messages of readFrom(bus, options)) {
      const began = performance.now();
      if (!(await its.advance(position, messages))) break;
      position = messages.at(-1)!.sequence;
      const rest = its.rest(messages.length, performance.now() - began);
      if (rest > 0) await sleep(rest, undefined, { signal }).catch(() => {});
    }
    if (!signal.aborted) await sleep(STAND_BY, undefined, { signal }).catch(() => {});
  }
}

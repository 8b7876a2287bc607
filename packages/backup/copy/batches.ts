import { setTimeout as sleep } from "node:timers/promises";
import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import type { ReadOptions } from "@talanoa/platform/bus/read-from.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";

/** Messages as they were stored: what is of one atomic batch together. */
export interface Batches {
  /** Of which all that was read has come. */
  readonly whole: StoredMessage[][];
  /** Of which more may come; empty for none. */
  readonly open: StoredMessage[];
}

/** The batches of messages in the stream's order, by the headers with which each was stored (ADR-50). */
export function batchesOf(messages: readonly StoredMessage[]): Batches {
  const whole: StoredMessage[][] = [];
  let open: StoredMessage[] = [];
  for (const message of messages) {
    // The last of a batch may have been erased, or is not read.
    if (open[0] && batchOf(open[0]) !== batchOf(message)) {
      whole.push(open);
      open = [];
    }
    open.push(message);
    if (batchOf(message) && message.header("Nats-Batch-Commit") === undefined) continue;
    whole.push(open);
    open = [];
  }
  return { whole, open };
}

function batchOf(message: StoredMessage): string | undefined {
  return message.header("Nats-Batch-Id");
}

/** Milliseconds. */
const LOOK_AGAIN = 100;

/**
 * Whether nothing stands behind a message that was read: then the rest of its batch was erased, or is not read. The
 * stream's leader, which is asked, never shows a part of a batch. False when the signal aborts.
 */
export async function isLast(
  bus: Bus,
  { sequence }: StoredMessage,
  { filters, signal }: Pick<ReadOptions, "filters" | "signal">,
): Promise<boolean> {
  try {
    // A replica that delivers may be ahead of the leader, for a moment.
    const isKnown = async () =>
      (await patiently(() => readStreamUsage(bus), signal)).lastSequence >= sequence;
    while (!(await isKnown())) await sleep(LOOK_AGAIN, undefined, { signal });
    for (const filter of filters.length > 0 ? filters : [">"]) {
      const next = { seq: sequence + 1, next_by_subj: filter };
      if (await patiently(() => readMessage(bus, EXCHANGE, next), signal)) return false;
    }
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

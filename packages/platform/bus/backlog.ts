import type { Bus } from "./connection.ts";
import { passingConsumer } from "./passing-consumer.ts";

/** What waits to be read. */
export interface Backlog {
  readonly count: number;
  /** When the stream took the first of it in, Unix ms; null when nothing waits. */
  readonly oldestAt: number | null;
}

/**
 * What the stream has of some subjects after a sequence, by the broker's own count: one message is read,
 * without its payload. `unavailable` when the broker does not answer.
 */
export async function backlogAfter(
  bus: Bus,
  filters: readonly string[],
  sequence: number,
): Promise<Backlog> {
  using waiting = await passingConsumer(bus, "backlog", {
    deliver_policy: "by_start_sequence",
    opt_start_seq: sequence + 1,
    filter_subjects: [...filters],
  });
  if (waiting.count === 0) return { count: 0, oldestAt: null };
  const [first] = await waiting.fetch(1);
  return first ? { count: waiting.count, oldestAt: first.storedAt } : { count: 0, oldestAt: null };
}

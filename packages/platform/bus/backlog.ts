import { randomBytes } from "node:crypto";
import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import { HubError } from "../errors.ts";
import type { Bus } from "./connection.ts";
import { deleteConsumer } from "./consumer.ts";
import type { ApiAnswer } from "./refusal.ts";
import { readDelivery } from "./stored-message.ts";

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
  const name = `backlog-${randomBytes(9).toString("base64url")}`;
  const config = {
    name,
    deliver_policy: "by_start_sequence",
    opt_start_seq: sequence + 1,
    filter_subjects: filters,
    headers_only: true,
    ack_policy: "none",
    mem_storage: true,
    num_replicas: 1,
    inactive_threshold: 5e9,
  };
  const create = `${bus.api}.CONSUMER.CREATE.${EXCHANGE}.${name}`;
  const answer = await bus.request(create, JSON.stringify({ stream_name: EXCHANGE, config }));
  const { num_pending: count, error } = answer.json<ApiAnswer & { num_pending?: number }>();
  if (error || count === undefined) {
    throw new HubError("unavailable", `the broker could not count: ${error?.description}`);
  }
  try {
    if (count === 0) return { count, oldestAt: null };
    const next = `${bus.api}.CONSUMER.MSG.NEXT.${EXCHANGE}.${name}`;
    const first = readDelivery(
      await bus.request(next, JSON.stringify({ batch: 1, no_wait: true })),
    );
    return first ? { count, oldestAt: first.storedAt } : { count: 0, oldestAt: null };
  } finally {
    deleteConsumer(bus, EXCHANGE, name);
  }
}

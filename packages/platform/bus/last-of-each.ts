import { randomBytes } from "node:crypto";
import type { Msg } from "@nats-io/transport-node";
import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import { HubError } from "../errors.ts";
import type { Bus } from "./connection.ts";
import { deleteConsumer } from "./consumer.ts";
import type { ApiAnswer } from "./refusal.ts";
import { deliveredMessage, readDelivery, type StoredMessage } from "./stored-message.ts";

/** Milliseconds for all of them. */
const WITHIN = 5_000;

/** The last message on each subject of a filter, without payloads. `unavailable` when they do not all come in time. */
export async function lastOfEach(bus: Bus, filter: string): Promise<StoredMessage[]> {
  const name = `last-${randomBytes(9).toString("base64url")}`;
  const config = {
    name,
    deliver_policy: "last_per_subject",
    filter_subjects: [filter],
    headers_only: true,
    ack_policy: "none",
    mem_storage: true,
    num_replicas: 1,
    inactive_threshold: 10e9,
  };
  const create = `${bus.api}.CONSUMER.CREATE.${EXCHANGE}.${name}`;
  const answer = await bus.request(create, JSON.stringify({ stream_name: EXCHANGE, config }));
  const { num_pending: count, error } = answer.json<ApiAnswer & { num_pending?: number }>();
  if (error || count === undefined) {
    throw new HubError("unavailable", `the broker gives no last messages: ${error?.description}`);
  }
  try {
    return count === 0 ? [] : await fetched(bus, name, count);
  } finally {
    deleteConsumer(bus, EXCHANGE, name);
  }
}

async function fetched(bus: Bus, name: string, count: number): Promise<StoredMessage[]> {
  const found: StoredMessage[] = [];
  const inbox = bus.inbox();
  const over = Promise.withResolvers<void>();
  const take = (msg: Msg): void => {
    const delivery = readDelivery(msg);
    // Anything else says that there are no more: some may have been deleted since they were counted.
    if (!delivery) return over.resolve();
    found.push(deliveredMessage(msg, delivery));
    if (found.length === count) over.resolve();
  };
  const late = new HubError("unavailable", "the broker gave the last messages too slowly");
  const timer = setTimeout(() => over.reject(late), WITHIN);
  const subscription = bus.connection.subscribe(inbox, {
    callback: (error, msg) => (error ? over.reject(error) : take(msg)),
  });
  try {
    const request = JSON.stringify({ batch: count, no_wait: true });
    const next = `${bus.api}.CONSUMER.MSG.NEXT.${EXCHANGE}.${name}`;
    bus.connection.publish(next, request, { reply: inbox });
    await over.promise;
    return found;
  } finally {
    clearTimeout(timer);
    subscription.unsubscribe();
  }
}

import { randomBytes } from "node:crypto";
import type { ConsumerConfig } from "@nats-io/jetstream";
import type { Msg } from "@nats-io/transport-node";
import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import { HubError } from "../errors.ts";
import type { Bus } from "./connection.ts";
import { deleteConsumer } from "./consumer.ts";
import type { ApiAnswer } from "./refusal.ts";
import { deliveredMessage, readDelivery, type StoredMessage } from "./stored-message.ts";

/** Milliseconds for all messages of one fetch. */
const WITHIN = 4_000;

/** A consumer for one look at the stream, headers only. */
export interface PassingConsumer extends Disposable {
  /** How many messages it has, by the broker's own count. */
  readonly count: number;
  /** The first so many of them; fewer when some were deleted meanwhile. */
  fetch(count: number): Promise<StoredMessage[]>;
}

/** Opens a consumer for one look. `unavailable` when the broker does not answer in time. */
export async function passingConsumer(
  bus: Bus,
  purpose: string,
  options: Pick<ConsumerConfig, "deliver_policy"> & Partial<ConsumerConfig>,
): Promise<PassingConsumer> {
  const name = `${purpose}-${randomBytes(9).toString("base64url")}`;
  const config = {
    name,
    headers_only: true,
    ack_policy: "none",
    mem_storage: true,
    num_replicas: 1,
    inactive_threshold: 10e9,
    ...options,
  };
  const create = `${bus.api}.CONSUMER.CREATE.${EXCHANGE}.${name}`;
  const answer = await bus.request(create, JSON.stringify({ stream_name: EXCHANGE, config }));
  const { num_pending: count, error } = answer.json<ApiAnswer & { num_pending?: number }>();
  if (error || count === undefined) {
    throw new HubError("unavailable", `the broker could not look: ${error?.description}`);
  }
  return {
    count,
    fetch: (most) => fetchFrom(bus, name, most),
    [Symbol.dispose]: () => deleteConsumer(bus, EXCHANGE, name),
  };
}

async function fetchFrom(bus: Bus, name: string, most: number): Promise<StoredMessage[]> {
  const found: StoredMessage[] = [];
  const inbox = bus.inbox();
  const over = Promise.withResolvers<void>();
  const take = (msg: Msg): void => {
    const delivery = readDelivery(msg);
    // Anything else says that there are no more.
    if (!delivery) return over.resolve();
    found.push(deliveredMessage(msg, delivery));
    if (found.length === most) over.resolve();
  };
  const late = new HubError("unavailable", "the broker gave no messages in time");
  const timer = setTimeout(() => over.reject(late), WITHIN);
  // Not by a request: a message comes under its own subject, which no request waits for.
  const subscription = bus.connection.subscribe(inbox, {
    callback: (error, msg) => (error ? over.reject(error) : take(msg)),
  });
  try {
    const request = JSON.stringify({ batch: most, no_wait: true });
    const next = `${bus.api}.CONSUMER.MSG.NEXT.${EXCHANGE}.${name}`;
    bus.connection.publish(next, request, { reply: inbox });
    await over.promise;
    return found;
  } finally {
    clearTimeout(timer);
    subscription.unsubscribe();
  }
}

import { randomBytes } from "node:crypto";
import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import { HubError } from "../errors.ts";
import type { Bus } from "./connection.ts";
import { createConsumer, deleteConsumer } from "./consumer.ts";
import { readStreamUsage } from "./exchange-stream.ts";
import { pull } from "./pull.ts";
import { readMessage } from "./standing.ts";
import { deliveredMessage, readDelivery } from "./stored-message.ts";
import type { StoredMessage } from "./stored-message.ts";

export interface ReadOptions {
  /** Subjects, which may not overlap; all when empty. */
  filters: readonly string[];
  /** Of what the filters let through, which subjects are read; all unless given. */
  wanted?(subject: string): boolean;
  /** The first sequence to be read, from 1. */
  startSequence: number;
  /** What was read last before the start, where the reader keeps it with its position. */
  last?: LastRead | null;
  /** Leaves the payloads away. */
  headersOnly?: boolean;
  /** At most so many messages are read ahead; 1,000 unless given. */
  window?: number;
  signal: AbortSignal;
}

/** By what a message that was read is told from another at its place. */
export type LastRead = Pick<StoredMessage, "sequence" | "storedAt">;

/**
 * Reads the stream in its order from a sequence on, and then what comes, for ever: arrays of what is waiting, never
 * empty. Nothing is skipped or repeated, whatever happens to connection, broker or consumer. Ends at once when the
 * signal aborts. Keeps no position: that is the reader's.
 *
 * `failed-precondition` when the stream ends before the start, or has another message than was read at the place that
 * was read last: then it is not the stream in which the reader's position was.
 */
export function readFrom(bus: Bus, options: ReadOptions): AsyncIterable<StoredMessage[]> {
  let sequence = options.startSequence - 1;
  let deliveries = 0;
  /** Null before the first. */
  let last: LastRead | null = options.last ?? null;
  const open = async (): Promise<string> => {
    const { lastSequence } = await readStreamUsage(bus);
    if (lastSequence < sequence) {
      throw new HubError(
        "failed-precondition",
        `the stream ends at ${lastSequence}, before ${sequence}`,
      );
    }
    // A stream that was put back may have come as far again, by other messages. One that was erased since says nothing.
    const read = last;
    const standing = read && (await readMessage(bus, EXCHANGE, { seq: read.sequence }));
    if (standing && standing.storedAt !== read.storedAt) {
      throw new HubError(
        "failed-precondition",
        `the stream has another message at ${read.sequence} than was read there`,
      );
    }
    deliveries = 0;
    return createConsumer(bus, EXCHANGE, {
      // Short: it stands in every delivery, and the client reads deliveries byte by byte.
      name: `read-${randomBytes(9).toString("base64url")}`,
      deliver_policy: "by_start_sequence",
      opt_start_seq: sequence + 1,
      filter_subjects: [...options.filters],
      headers_only: options.headersOnly ?? false,
      ack_policy: "none",
      mem_storage: true,
      num_replicas: 1,
      inactive_threshold: 60e9,
    });
  };
  return pull<StoredMessage>(
    bus,
    {
      stream: EXCHANGE,
      window: options.window ?? 1_000,
      bytes: 4 * 1024 * 1024,
      open,
      accept(msg) {
        const delivery = readDelivery(msg);
        // A gap in the consumer's own numbers is a message that was lost on its way.
        if (delivery === undefined || delivery.deliverySequence !== deliveries + 1)
          return undefined;
        if (delivery.sequence <= sequence) return undefined;
        deliveries += 1;
        ({ sequence } = delivery);
        const message = deliveredMessage(msg, delivery);
        last = message;
        return (options.wanted?.(msg.subject) ?? true) ? message : null;
      },
      close: (name) => deleteConsumer(bus, EXCHANGE, name),
    },
    options.signal,
  );
}

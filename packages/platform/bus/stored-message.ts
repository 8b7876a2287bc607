import type { Msg } from "@nats-io/transport-node";
import { STORED_AT } from "@talanoa/contract/records.ts";
import { headerBlockOf, headerIn, headersIn } from "./header-lines.ts";

/** A message as it stands in the stream. */
export interface StoredMessage {
  readonly subject: string;
  /** Its place in the stream, from 1. */
  readonly sequence: number;
  /** When the stream took it in, the first time if it was put back since: Unix milliseconds, rounded down. */
  readonly storedAt: number;
  /** Empty when it was read headers only. */
  readonly payload: Uint8Array;
  /** The value of a header, by its exact name; undefined when absent. */
  header(name: string): string | undefined;
}

/** A consumer's delivery: what its reply subject says. */
export interface Delivery {
  /** The message's place in the stream, from 1. */
  readonly sequence: number;
  /** Its place among the consumer's deliveries, from 1. */
  readonly deliverySequence: number;
  /** When the stream took it in: Unix milliseconds, rounded down. */
  readonly storedAt: number;
}

/**
 * Reads a consumer's delivery. The facts stand in the reply subject,
 * `$JS.ACK.<stream>.<consumer>.<delivered>.<sequence>.<delivery>.<nanoseconds>.<pending>`, with domain and
 * account before the stream in the longer form (ADR-15). Undefined for anything that is not a delivery.
 */
export function readDelivery(msg: Msg): Delivery | undefined {
  const tokens = msg.reply?.split(".");
  if (tokens === undefined || tokens[0] !== "$JS" || tokens[1] !== "ACK") return undefined;
  const from = tokens.length >= 11 ? 4 : 2;
  const nanoseconds = tokens[from + 5];
  if (nanoseconds === undefined) return undefined;
  return {
    sequence: Number(tokens[from + 3]),
    deliverySequence: Number(tokens[from + 4]),
    storedAt: millisecondsOf(nanoseconds),
  };
}

/** The message of a delivery. */
export function deliveredMessage(msg: Msg, { sequence, storedAt }: Delivery): StoredMessage {
  return new StreamMessage(msg.subject, sequence, storedAt, msg.data, headerBlockOf(msg));
}

/** A stored message with its header block as it came: most readers want one header of many. */
export class StreamMessage implements StoredMessage {
  readonly subject: string;
  readonly sequence: number;
  readonly payload: Uint8Array;
  readonly #tookInAt: number;
  readonly #headers: Buffer;

  constructor(
    subject: string,
    sequence: number,
    tookInAt: number,
    payload: Uint8Array,
    headers: Buffer,
  ) {
    this.subject = subject;
    this.sequence = sequence;
    this.#tookInAt = tookInAt;
    this.payload = payload;
    this.#headers = headers;
  }

  get storedAt(): number {
    return Number(this.header(STORED_AT) ?? this.#tookInAt);
  }

  header(name: string): string | undefined {
    return headerIn(this.#headers, name);
  }

  /** All headers, in their order. */
  headers(): { name: string; value: string }[] {
    return headersIn(this.#headers);
  }
}

// Nanoseconds since 1970 do not fit a double exactly: cut the text, so that every reader gets the same millisecond.
function millisecondsOf(nanoseconds: string): number {
  return Number(nanoseconds.slice(0, -6));
}

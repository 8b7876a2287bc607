import type { Msg } from "@nats-io/transport-node";

/** A message as it stands in the stream. */
export interface StoredMessage {
  readonly subject: string;
  /** Its place in the stream, from 1. */
  readonly sequence: number;
  /** When the stream took it in: Unix milliseconds, rounded down. */
  readonly storedAt: number;
  /** Empty when it was read headers only. */
  readonly payload: Uint8Array;
  /** The value of a header, by its exact name; undefined when absent. */
  header(name: string): string | undefined;
}

/** What a delivery's reply subject says besides the message: how often it was delivered and what still waits. */
export interface Delivery {
  readonly message: StoredMessage;
  readonly deliverySequence: number;
  readonly pending: number;
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
  const [sequence, deliverySequence, nanoseconds, pending] = tokens.slice(from + 3, from + 7);
  if (sequence === undefined || nanoseconds === undefined) return undefined;
  return {
    message: new StreamMessage(
      msg.subject,
      Number(sequence),
      millisecondsOf(nanoseconds),
      msg.data,
      msg,
    ),
    deliverySequence: Number(deliverySequence),
    pending: Number(pending),
  };
}

/** Where a message's headers are looked up: the client's own parsed block, or a Map. */
interface HeaderLookup {
  has(name: string): boolean;
  get(name: string): string | undefined;
}

/** A stored message whose headers are parsed only when one is asked for: most readers want one of many. */
export class StreamMessage implements StoredMessage {
  readonly subject: string;
  readonly sequence: number;
  readonly storedAt: number;
  readonly payload: Uint8Array;
  readonly #carrier: { readonly headers?: HeaderLookup | undefined };

  constructor(
    subject: string,
    sequence: number,
    storedAt: number,
    payload: Uint8Array,
    carrier: { readonly headers?: HeaderLookup | undefined },
  ) {
    this.subject = subject;
    this.sequence = sequence;
    this.storedAt = storedAt;
    this.payload = payload;
    this.#carrier = carrier;
  }

  header(name: string): string | undefined {
    const headers = this.#carrier.headers;
    return headers?.has(name) ? headers.get(name) : undefined;
  }
}

// Nanoseconds since 1970 do not fit a double exactly: cut the text, so that every reader gets the same millisecond.
function millisecondsOf(nanoseconds: string): number {
  return Number(nanoseconds.slice(0, -6));
}

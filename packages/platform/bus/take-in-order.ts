import { setTimeout as sleep } from "node:timers/promises";
import type { ConsumerInfo } from "@nats-io/jetstream";
import type { Msg } from "@nats-io/transport-node";
import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import { HubError } from "../errors.ts";
import type { Bus } from "./connection.ts";
import { createConsumer } from "./consumer.ts";
import { pull } from "./pull.ts";
import { readFrom } from "./read-from.ts";
import type { ApiAnswer } from "./refusal.ts";
import { deliveredMessage, readDelivery, type StoredMessage } from "./stored-message.ts";

export interface TakeOptions {
  /** The durable consumer's name: of all processes that name it, one has the work. */
  readonly durable: string;
  readonly filter: string;
  /** At most so many messages are taken ahead. */
  readonly window: number;
  readonly signal: AbortSignal;
}

/** Messages to be worked on, and how to say that they are done. */
export interface TakenInOrder {
  /** What is to be done next, in the stream's order. */
  messages(): AsyncGenerator<StoredMessage[]>;
  /**
   * Marks a message as done, once its effect stands. The mark is not waited for and may be lost: what
   * comes again must have no second effect.
   */
  done(message: StoredMessage): void;
}

interface Delivered {
  readonly message: StoredMessage;
  readonly delivery: number;
  readonly reply: string;
}

// What was taken and not done is given out again after this time, in nanoseconds; to the same process
// it is no news. A process that ends with work in hand is mostly made up for sooner: see `notDone`.
const DONE_WITHIN = 5e9;
const GROUP = "one";
const NO_CONSUMER = 10014;

/**
 * Takes the messages of a filter from a durable consumer, in the stream's order, also when the work
 * was another process's in between. A consumer alone would hand out newer messages first, and what
 * the other had taken and not done only when its time is over. So whenever the consumer's numbers
 * show that something was given to someone else, or lost on its way, all that is not done is read
 * from the stream first.
 */
export function takeInOrder(bus: Bus, options: TakeOptions): TakenInOrder {
  const { durable, filter, window, signal } = options;
  /** Reply subjects of what was handed out and is not done; empty for what was read from the stream. */
  const pending = new Map<number, string>();

  const config = {
    name: durable,
    durable_name: durable,
    deliver_policy: "all",
    filter_subject: filter,
    ack_policy: "explicit",
    ack_wait: DONE_WITHIN,
    // Twice the window: what a silent process holds must not starve the one that takes over.
    max_ack_pending: window * 2,
    max_deliver: -1,
    priority_policy: "pinned_client",
    priority_timeout: 3e9,
  } as const;
  const source = {
    stream: EXCHANGE,
    window,
    bytes: 8 * 1024 * 1024,
    group: GROUP,
    open: () => createConsumer(bus, EXCHANGE, { ...config, priority_groups: [GROUP] }),
    accept: delivered,
    close(name: string) {
      if (!signal.aborted || !bus.available()) return;
      // A clean stop makes room at once for the one that stands by.
      const unpin = `${bus.api}.CONSUMER.UNPIN.${EXCHANGE}.${name}`;
      bus.request(unpin, JSON.stringify({ group: GROUP })).catch(() => {});
    },
  };

  async function* messages(): AsyncGenerator<StoredMessage[]> {
    let last: number | null = null;
    // What the process before had in hand when it was killed need not wait for anything newer.
    yield* notDone(new Map());
    for await (const arrived of pull<Delivered>(bus, source, signal)) {
      for (const run of runsOf(arrived, last)) {
        const fresh = run.filter(({ message }) => !pending.has(message.sequence));
        for (const { message, reply } of run) pending.set(message.sequence, reply);
        const given = new Map(fresh.map(({ message }) => [message.sequence, message]));
        if (run[0].delivery - 1 !== last) yield* notDone(given);
        if (given.size > 0) yield [...given.values()];
        last = run.at(-1)!.delivery;
      }
    }
  }

  /** All that was ever given out and is not done, from the stream; takes out of `given` what it yields. */
  async function* notDone(given: Map<number, StoredMessage>): AsyncGenerator<StoredMessage[]> {
    const { done, delivered: until } = await positions(bus, durable, signal);
    if (until <= done) return;
    const options = { filters: [filter], startSequence: done + 1, signal };
    for await (const read of readFrom(bus, options)) {
      const next = read.filter(
        ({ sequence }) => sequence <= until && (given.delete(sequence) || !pending.has(sequence)),
      );
      for (const { sequence } of next) if (!pending.has(sequence)) pending.set(sequence, "");
      if (next.length > 0) yield next;
      if (read.at(-1)!.sequence >= until) return;
    }
  }

  return {
    messages,
    done({ sequence }) {
      const reply = pending.get(sequence);
      pending.delete(sequence);
      // Without a connection nothing is told: the message comes again, and has no second effect.
      if (reply && bus.available()) bus.connection.publish(reply, "+ACK");
    },
  };
}

function delivered(msg: Msg): Delivered | undefined {
  const its = readDelivery(msg);
  if (!its || msg.reply === undefined) return undefined;
  const message = deliveredMessage(msg, its);
  return { message, delivery: its.deliverySequence, reply: msg.reply };
}

/** What was delivered in unbroken runs of the consumer's own numbers. */
function runsOf(arrived: readonly Delivered[], last: number | null): [Delivered, ...Delivered[]][] {
  const runs: [Delivered, ...Delivered[]][] = [];
  let previous = last;
  for (const each of arrived) {
    const run = runs.at(-1);
    if (run && previous !== null && each.delivery === previous + 1) run.push(each);
    else runs.push([each]);
    previous = each.delivery;
  }
  return runs;
}

/**
 * How many messages of a durable consumer are not done, and up to which sequence all are; none of
 * them for a consumer that nobody has made yet. `unavailable` while the broker is away, or without a leader.
 */
export async function workLeft(
  bus: Bus,
  durable: string,
): Promise<{ count: number; doneUpTo: number }> {
  const its = await infoOf(bus, durable);
  if (its.error?.err_code === NO_CONSUMER) return { count: 0, doneUpTo: 0 };
  const { num_pending: waiting, num_ack_pending: taken, ack_floor: floor } = its;
  if (waiting === undefined || taken === undefined || !floor) {
    throw new HubError("unavailable", `no state of the consumer ${durable}`);
  }
  return { count: waiting + taken, doneUpTo: floor.stream_seq };
}

/** Sequences: up to which all is done, and up to which anything was given out. */
async function positions(
  bus: Bus,
  durable: string,
  signal: AbortSignal,
): Promise<{ done: number; delivered: number }> {
  for (;;) {
    signal.throwIfAborted();
    try {
      const { ack_floor: floor, delivered, error } = await infoOf(bus, durable);
      if (error?.err_code === NO_CONSUMER) return { done: 0, delivered: 0 };
      if (floor && delivered) return { done: floor.stream_seq, delivered: delivered.stream_seq };
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== "unavailable") throw error;
    }
    // Away, or without a leader for a moment: to guess would be to read the whole stream.
    await sleep(200, undefined, { signal });
  }
}

async function infoOf(bus: Bus, durable: string): Promise<Partial<ConsumerInfo> & ApiAnswer> {
  return (await bus.request(`${bus.api}.CONSUMER.INFO.${EXCHANGE}.${durable}`, "")).json();
}

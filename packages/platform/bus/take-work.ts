import type { Msg } from "@nats-io/transport-node";
import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import type { Bus } from "./connection.ts";
import { createConsumer } from "./consumer.ts";
import { pull } from "./pull.ts";
import { readDelivery } from "./stored-message.ts";
import type { StoredMessage } from "./stored-message.ts";

export interface WorkOptions {
  /** The durable consumer's name: all processes that name it share its work. */
  durable: string;
  filters: readonly string[];
  /** At most so many messages are taken and not yet done; 500 unless given. */
  window?: number;
  /** Milliseconds after which a message that was taken and not done is given out again; 15,000 unless given. */
  doneWithin?: number;
  signal: AbortSignal;
}

/** Messages that were given to this process, in the stream's order. */
export interface Work {
  readonly messages: readonly StoredMessage[];
  /**
   * Marks them as done, all or those given, once their effect stands. The mark is not waited for and may be lost:
   * what comes again must have no second effect.
   */
  done(messages?: readonly StoredMessage[]): void;
  /** Gives them back, to come again after so many milliseconds. */
  later(messages: readonly StoredMessage[], delay: number): void;
}

/**
 * Takes work from a durable consumer: each message until it is done. Of several processes one has all the work; the
 * others stand by, and one of them takes over within about three seconds when it is silent. What the silent one had
 * taken comes when its time to be done is over, behind newer messages.
 */
export async function* takeWork(bus: Bus, options: WorkOptions): AsyncGenerator<Work> {
  const window = options.window ?? 500;
  const group = "one";
  const config: Parameters<typeof createConsumer>[2] = {
    name: options.durable,
    durable_name: options.durable,
    deliver_policy: "all",
    filter_subjects: [...options.filters],
    ack_policy: "explicit",
    ack_wait: (options.doneWithin ?? 15_000) * 1e6,
    // Twice the window: what a silent process holds must not starve the one that takes over.
    max_ack_pending: window * 2,
    max_deliver: -1,
    priority_groups: [group],
    priority_policy: "pinned_client",
    priority_timeout: 3e9,
  };
  const source = {
    stream: EXCHANGE,
    window,
    bytes: 8 * 1024 * 1024,
    group,
    open: async () => createConsumer(bus, EXCHANGE, config),
    accept: taken,
    close(name: string, dropped: readonly Taken[]) {
      if (!options.signal.aborted || !bus.available()) return;
      // A clean stop makes room for the one that stands by at once.
      for (const { reply } of dropped) bus.connection.publish(reply, "-NAK");
      const unpin = bus.request(
        `$JS.API.CONSUMER.UNPIN.${EXCHANGE}.${name}`,
        JSON.stringify({ group }),
      );
      unpin.catch(() => {});
    },
  };
  for await (const arrived of pull<Taken>(bus, source, options.signal)) yield workOf(bus, arrived);
}

interface Taken {
  message: StoredMessage;
  reply: string;
}

function taken(msg: Msg): Taken | undefined {
  const delivery = readDelivery(msg);
  return delivery === undefined || msg.reply === undefined
    ? undefined
    : { message: delivery.message, reply: msg.reply };
}

function workOf(bus: Bus, arrived: readonly Taken[]): Work {
  const replies = new Map(arrived.map(({ message, reply }) => [message, reply]));
  const messages = arrived.map(({ message }) => message);
  const tell = (which: readonly StoredMessage[], what: string): void => {
    // Without a connection nothing is told: the messages come again by themselves.
    if (!bus.available()) return;
    for (const message of which) {
      const reply = replies.get(message);
      if (reply !== undefined) bus.connection.publish(reply, what);
    }
  };
  return {
    messages,
    done: (which = messages) => tell(which, "+ACK"),
    later: (which, delay) => tell(which, `-NAK ${JSON.stringify({ delay: delay * 1e6 })}`),
  };
}

import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import type { TakenInOrder } from "@talanoa/platform/bus/take-in-order.ts";

/** A message, and the lane that it came by. */
export interface Waiting {
  readonly message: StoredMessage;
  readonly lane: number;
}

/**
 * Several sources of messages, the most pressing first. Each keeps its own order; whenever more than
 * one has something, the earlier lane goes first.
 */
export class Lanes {
  readonly #sources: readonly TakenInOrder[];
  readonly #queues: StoredMessage[][];
  readonly #most: { readonly count: number; readonly bytes: number };
  #arrival = Promise.withResolvers<void>();
  #room = Promise.withResolvers<void>();

  /** At most so many messages and bytes of each lane wait here at once, or one batch more. */
  constructor(
    sources: readonly TakenInOrder[],
    most: { readonly count: number; readonly bytes: number },
  ) {
    this.#sources = sources;
    this.#queues = sources.map(() => []);
    this.#most = most;
  }

  /** Fills the lanes until the sources end. Rejects when one of them does. */
  async fill(): Promise<void> {
    await Promise.all(
      this.#sources.map(async (source, lane) => {
        const queue = this.#queues[lane]!;
        for await (const messages of source.messages()) {
          queue.push(...messages);
          this.#arrival.resolve();
          while (this.#full(queue)) await this.#room.promise;
        }
      }),
    );
  }

  #full(queue: readonly StoredMessage[]): boolean {
    if (queue.length >= this.#most.count) return true;
    return queue.reduce((sum, { payload }) => sum + payload.length, 0) >= this.#most.bytes;
  }

  /** Resolves when something waits. */
  async arrival(): Promise<void> {
    if (this.#queues.some(({ length }) => length > 0)) return;
    this.#arrival = Promise.withResolvers();
    await this.#arrival.promise;
  }

  /** At most so many, the most pressing first. */
  take(most: number): Waiting[] {
    const taken: Waiting[] = [];
    for (const [lane, queue] of this.#queues.entries()) {
      for (const message of queue.splice(0, most - taken.length)) taken.push({ message, lane });
    }
    if (taken.length > 0) {
      this.#room.resolve();
      this.#room = Promise.withResolvers();
    }
    return taken;
  }

  /** Marks messages as done with their source. */
  done(messages: readonly Waiting[]): void {
    for (const { message, lane } of messages) this.#sources[lane]!.done(message);
  }
}

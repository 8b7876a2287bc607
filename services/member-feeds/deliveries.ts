import { setImmediate } from "node:timers/promises";
import { Door } from "@talanoa/contract/generated/talanoa.ts";
import { invalidField } from "@talanoa/platform/errors.ts";
import type { Feeds } from "./feeds.ts";
import type { CopyFacts } from "./held-copy.ts";
import type { Holder } from "./progress.ts";
import { readCopy } from "./read-stream.ts";
import { openedMessages } from "./records.ts";

/** What is known of so many deliveries without asking the stream. */
const REMEMBERED = 2_000;
/** So many are recorded together: the copies of those that are not remembered are read at once. */
const RECORDED_AT_ONCE = 200;
/** Beyond so many that wait to be recorded, the next ones are not yet read from the wire. */
const MOST_WAITING = 10_000;

/** The deliveries of one call, by their numbers, and which of them an officer was shown. */
export class Deliveries {
  readonly #feeds: Feeds;
  readonly #holder: Holder;
  /** Of all deliveries, by number: eight bytes each. */
  readonly #sequences: number[] = [];
  readonly #recent = new Map<number, CopyFacts>();
  readonly #confirmed: () => Promise<unknown>;
  readonly #fail: (error: unknown) => void;
  readonly #opened = new Set<number>();
  readonly #waiting = new Set<number>();
  #recording: Promise<void> | null = null;

  /**
   * `confirmed` resolves when what the client confirmed so far is recorded: that comes before what was
   * opened. `fail` is told when what was opened cannot be recorded.
   */
  constructor(
    feeds: Feeds,
    holder: Holder,
    { confirmed, fail }: { confirmed(): Promise<unknown>; fail(error: unknown): void },
  ) {
    this.#feeds = feeds;
    this.#holder = holder;
    this.#confirmed = confirmed;
    this.#fail = fail;
  }

  /** The number of the next delivery, from 1. */
  add(sequence: number, facts: CopyFacts): number {
    const number = this.#sequences.push(sequence);
    this.#recent.set(number, facts);
    if (this.#recent.size > REMEMBERED) this.#recent.delete(number - REMEMBERED);
    return number;
  }

  /** Throws `invalid-argument` for a number that this call has not delivered. */
  check(field: string, number: number): void {
    if (number >= 1 && number <= this.#sequences.length) return;
    throw invalidField(field, "delivery-known", "give the number of a delivery of this call");
  }

  /** Records that an officer was shown these, each once; those that come meanwhile go together. */
  async opened(numbers: readonly number[]): Promise<void> {
    for (const number of numbers) {
      this.check("opened.deliveries", number);
      if (this.#opened.has(number)) continue;
      this.#opened.add(number);
      this.#waiting.add(number);
    }
    if (!this.#recording && this.#waiting.size > 0) {
      this.#recording = this.#record();
      this.#recording.catch(this.#fail);
    }
    if (this.#waiting.size > MOST_WAITING) await this.#recording;
  }

  /** Resolves when all that was opened is recorded. */
  async settled(): Promise<void> {
    await this.#recording;
  }

  async #record(): Promise<void> {
    try {
      while (this.#waiting.size > 0) {
        // The rest of what came over the wire in this turn goes along.
        await setImmediate();
        const numbers = [...this.#waiting.values().take(RECORDED_AT_ONCE)];
        for (const number of numbers) this.#waiting.delete(number);
        await this.#confirmed();
        const opened = await Promise.all(numbers.map((number) => this.#factsOf(number)));
        const messages = openedMessages(
          this.#holder,
          Door.SUBSCRIPTION,
          opened.flatMap((facts) => (facts ? { facts } : [])),
        );
        if (messages.length > 0) await this.#feeds.committer.commit(messages);
      }
    } finally {
      this.#recording = null;
    }
  }

  /** Null for a copy that has been erased since. */
  async #factsOf(number: number): Promise<CopyFacts | null> {
    const recent = this.#recent.get(number);
    if (recent) return recent;
    const sequence = this.#sequences[number - 1]!;
    const held = await readCopy(this.#feeds.bus, sequence, this.#holder.participant);
    return held?.facts ?? null;
  }
}

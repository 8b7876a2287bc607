import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import type { FeedFilter, SubscribeResponse } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import { precedenceWords } from "@talanoa/contract/words.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { contextOf } from "@talanoa/platform/telemetry/propagation.ts";
import { inSpan } from "@talanoa/platform/telemetry/span.ts";
import type { Deliveries } from "./deliveries.ts";
import type { Feeds } from "./feeds.ts";
import { type CopyFacts, type HeldCopy, heldCopy, maySee, passes } from "./held-copy.ts";
import { delivered, deliveryLag } from "./measures.ts";
import type { LaneStanding } from "./open-lanes.ts";
import type { Progress } from "./progress.ts";
import { asAsked } from "./read-stream.ts";

/** What the lanes of one call share. */
export interface LaneCall {
  readonly caller: Caller;
  readonly filter: FeedFilter | null;
  /** Of each notice only what a line about it tells. */
  readonly brief: boolean;
  /** Aborts when the call is over, whatever ended it. */
  readonly signal: AbortSignal;
  readonly deliveries: Pick<Deliveries, "add">;
  write(response: Init<SubscribeResponse>): Promise<void>;
  /** Ends the call: what the client confirmed could not be stored. */
  fail(error: unknown): void;
}

/** A copy that went out. */
interface Delivered {
  readonly number: number;
  readonly sequence: number;
  readonly facts: CopyFacts;
  /** Unix ms. */
  readonly sentAt: number;
}

/** Copies that are read ahead: some at once make one record, too many wait here for a slow reader. */
const READ_AHEAD = 128;
/**
 * Milliseconds in which confirmations gather: nobody waits for their record, but each commit waits for
 * the disk, and the next copies with it.
 */
const GATHERED = 50;
/** Copies that were not for this caller or filter, after which the position passes them by itself. */
const SKIPPED = 1_000;
/** Milliseconds after which a lane that has not moved looks what stands before it. */
const LOOK = 1_000;
/** Milliseconds in which a reader with a full window confirms nothing, after which no other precedence waits for it. */
const STUCK = 30_000;

/** Delivers one precedence of a subscription: what comes of one never waits behind the full window of another. */
export class Lane {
  readonly #feeds: Feeds;
  readonly #call: LaneCall;
  readonly #progress: Progress;
  /** Delivered and not confirmed, in the order of their numbers and of the stream. */
  readonly #unconfirmed: Delivered[] = [];
  /** All up to here has been delivered, or skipped as not for this caller or filter. */
  #passed: number;
  /** How many of them were skipped since the position last moved. */
  #skipped = 0;
  #confirmedUpTo = 0;
  #confirming: Promise<void> | null = null;
  #hurry: (() => void) | null = null;
  #roomMade: (() => void) | null = null;
  #moved = Promise.withResolvers<void>();
  /** When it last passed or confirmed something, by performance.now(). */
  #movedAt = performance.now();

  constructor(feeds: Feeds, call: LaneCall, progress: Progress) {
    this.#feeds = feeds;
    this.#call = call;
    this.#progress = progress;
    this.#passed = progress.position;
  }

  /** Delivers until the call is over; rejects when it cannot go on. */
  async run(): Promise<void> {
    const { caller, filter, signal } = this.#call;
    const arriving = readFrom(this.#feeds.bus, {
      filters: [subjects.feedOf(caller.participant, this.#progress.precedence)],
      startSequence: this.#progress.position + 1,
      window: READ_AHEAD,
      signal,
    });
    for await (const messages of arriving) {
      // Who joined an operation is sent its notices after the entry that says so: that one is known first.
      if (filter && filter.operations.length > 0) {
        await this.#feeds.directory.upTo(messages.at(-1)?.sequence ?? 0, signal);
      }
      const passing = messages.flatMap((message) => this.#opened(message) ?? []);
      this.#skipped += messages.length - passing.length;
      while (passing.length > 0) {
        const room = await this.#room();
        if (signal.aborted) return;
        const next = passing.splice(0, room);
        // They may have waited here for a slow reader while their notice was taken back.
        const standing = next.filter((held) => !this.#hasEnded(held));
        this.#skipped += next.length - standing.length;
        if (standing.length > 0) await this.#deliver(standing);
      }
      this.#passed = messages.at(-1)?.sequence ?? this.#passed;
      this.#hasMoved();
      this.#confirmMore();
    }
  }

  #hasMoved(): void {
    this.#movedAt = performance.now();
    this.#moved.resolve();
    this.#moved = Promise.withResolvers();
  }

  /**
   * Resolves when all that stands up to a place of the stream has been delivered or skipped, when its reader takes no
   * more, or when the call is over.
   */
  async caughtUp(end: number): Promise<void> {
    const { caller, signal } = this.#call;
    const next_by_subj = subjects.feedOf(caller.participant, this.#progress.precedence);
    while (this.#passed < end && !signal.aborted) {
      const seq = this.#passed + 1;
      const next = await patiently(
        () => readMessage(this.#feeds.bus, EXCHANGE, { seq, next_by_subj }),
        signal,
      );
      if (!next || next.sequence > end) return;
      // It may have been passed while it was looked for.
      if (this.#passed >= next.sequence) continue;
      const isFull = this.#unconfirmed.length >= this.#feeds.window;
      if (isFull && performance.now() - this.#movedAt > STUCK) return;
      // What is erased meanwhile never comes.
      const over = new AbortController();
      const late = sleep(LOOK, undefined, { signal: over.signal }).catch(() => {});
      await Promise.race([this.#moved.promise, late]);
      over.abort();
    }
  }

  /** All deliveries of this lane up to a number are stored by the client. Returns at once. */
  received(upTo: number): void {
    this.#confirmedUpTo = Math.max(this.#confirmedUpTo, upTo);
    this.#confirmMore();
  }

  get standing(): LaneStanding {
    const [first] = this.#unconfirmed;
    return {
      participant: this.#call.caller.participant,
      precedence: this.#progress.precedence,
      settledUpTo: first ? first.sequence - 1 : this.#passed,
      unconfirmed: this.#unconfirmed.length,
      oldestSentAt: first?.sentAt ?? null,
    };
  }

  /** Whether a delivery is of this lane and waits to be confirmed. */
  waitsFor(delivery: number): boolean {
    return this.#unconfirmed.some(({ number }) => number === delivery);
  }

  /** Resolves when the position is where the client's last word puts it, whatever it says meanwhile. */
  async settled(): Promise<void> {
    const upTo = this.#confirmedUpTo;
    while (this.#confirming && (this.#unconfirmed[0]?.number ?? 0) <= upTo) {
      this.#hurry?.();
      await this.#confirming;
    }
  }

  /** What this caller may see and asked for; null for what is skipped. */
  #opened(message: StoredMessage): HeldCopy | null {
    const { caller, filter } = this.#call;
    try {
      const held = heldCopy(message);
      const reader = {
        participant: caller.participant,
        directory: this.#feeds.directory.latest(),
      };
      const shown = held && maySee(caller, held) && passes(filter, held, reader);
      return shown ? held : null;
    } catch (error) {
      const { sequence } = message;
      this.#feeds.log.error({ err: error, sequence }, "a copy cannot be read and is skipped");
      return null;
    }
  }

  /** Whether a copy is of a notice that has ended: only what is stated about it is handed out still. */
  #hasEnded({ copy, card }: HeldCopy): boolean {
    return copy.notice !== null && card.notice !== null && this.#feeds.endings.has(card.notice);
  }

  /** How many may go out now: at least one, unless the call is over. */
  async #room(): Promise<number> {
    const { signal } = this.#call;
    for (;;) {
      const room = this.#feeds.window - this.#unconfirmed.length;
      if (room > 0 || signal.aborted) return room;
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = (): void => resolve();
      this.#roomMade = wake;
      signal.addEventListener("abort", wake, { once: true });
      await promise;
      signal.removeEventListener("abort", wake);
    }
  }

  async #deliver(copies: readonly HeldCopy[]): Promise<void> {
    const { caller, brief, signal, deliveries } = this.#call;
    const { participant } = caller;
    // Recorded first: nothing is on the wire before the record is on disk.
    const [attempts, whole] = await Promise.all([
      this.#progress.release(copies),
      Promise.all(copies.map((held) => asAsked(this.#feeds, held, { participant, brief }))),
    ]);
    const labels = { precedence: precedenceWords[this.#progress.precedence] };
    delivered.add(copies.length, labels);
    if (attempts[0] === 1) deliveryLag.record(Date.now() - copies[0]!.copy.routedAt, labels);
    for (const [i, { sequence, facts, traceparent }] of copies.entries()) {
      signal.throwIfAborted();
      const number = deliveries.add(sequence, facts);
      this.#unconfirmed.push({ number, sequence, facts, sentAt: Date.now() });
      const sent = () =>
        this.#call.write({
          delivery: {
            number,
            copy: whole[i]!,
            precedence: this.#progress.precedence,
            attempt: attempts[i]!,
          },
        });
      const attributes = { "talanoa.attempt": attempts[i]! };
      await (traceparent ? inSpan("deliver", attributes, sent, contextOf(traceparent)) : sent());
    }
  }

  /** Makes one record after the other until none is due. */
  #confirmMore(): void {
    // What comes while one is under way goes together with the next one.
    if (this.#confirming) return;
    const [first] = this.#unconfirmed;
    const due = first ? first.number <= this.#confirmedUpTo : this.#skipped >= SKIPPED;
    if (!due) return;
    this.#confirming = this.#confirm().then(() => {
      this.#confirming = null;
      this.#confirmMore();
    });
    this.#confirming.catch((error: unknown) => this.#call.fail(error));
  }

  async #confirm(): Promise<void> {
    await this.#gathered();
    const later = this.#unconfirmed.findIndex(({ number }) => number > this.#confirmedUpTo);
    const confirmed = this.#unconfirmed.slice(0, later < 0 ? undefined : later);
    const next = this.#unconfirmed[confirmed.length];
    // Together with what was skipped behind it: that need not be read again.
    const last = confirmed.at(-1)?.sequence ?? 0;
    const position = next ? next.sequence - 1 : Math.max(last, this.#passed);
    this.#skipped = 0;
    await this.#progress.receive(confirmed, position);
    this.#unconfirmed.splice(0, confirmed.length);
    this.#hasMoved();
    this.#roomMade?.();
  }

  /** What comes in a while goes along; with half of the window out, what came in this turn. */
  async #gathered(): Promise<void> {
    const { signal } = this.#call;
    if (this.#unconfirmed.length * 2 >= this.#feeds.window) return setImmediate();
    const hurried = new Promise<void>((resolve) => (this.#hurry = resolve));
    // All lanes wake at the same moments, so that their records go in one commit.
    const rest = GATHERED - (performance.now() % GATHERED);
    await Promise.race([sleep(rest, undefined, { signal }).catch(() => {}), hurried]);
    this.#hurry = null;
  }
}

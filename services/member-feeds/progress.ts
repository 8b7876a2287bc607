import { Door, type Facts, Precedence } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { type KnownPrecedence, subjects } from "@talanoa/contract/subjects.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import { recordMessage, recordOf } from "@talanoa/platform/bus/record-message.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { higher, type Marks, releasedAgain, timesReleased, trimmed } from "./attempts.ts";
import type { CopyFacts } from "./held-copy.ts";
import { type Actor, type CopyGroup, grouped } from "./records.ts";
import { isDropped } from "./standing-subscriptions.ts";

/** A subscription, and who holds it at present. */
export interface Holder extends Actor {
  readonly subscription: string;
}

/** The last messages on the two subjects that say how far a precedence of a subscription has come. */
export interface Standing {
  readonly received: StoredMessage;
  readonly released: StoredMessage | undefined;
}

/**
 * How far one precedence of a subscription has come. It is what the last records on two subjects of
 * the stream say, and nothing else; this is their copy in memory, and the only way to write them.
 */
export class Progress {
  readonly precedence: KnownPrecedence;
  readonly #committer: Committer;
  readonly #holder: Holder;
  #received: { position: number; sequence: number };
  /** Where the last of its name was dropped: what stands of before is not its own. */
  readonly #since: number;
  #released: { marks: Marks; sequence: number };
  /** Where what this call has released ends. */
  #releasedUpTo: number;

  constructor(
    committer: Committer,
    holder: Holder,
    precedence: KnownPrecedence,
    { received, released }: Standing,
  ) {
    this.#committer = committer;
    this.#holder = holder;
    this.precedence = precedence;
    this.#received = { position: positionOf(received), sequence: received.sequence };
    this.#since = sinceOf(received);
    const sequence = released?.sequence ?? 0;
    this.#released = { marks: sequence > this.#since ? marksOf(released) : [], sequence };
    this.#releasedUpTo = this.#received.position;
  }

  /** All up to this place of the stream is confirmed. */
  get position(): number {
    return this.#received.position;
  }

  /**
   * Records that copies, at least one and in the order of the stream, are about to be released.
   * Resolves with the attempt of each once that is on disk.
   */
  async release(
    copies: readonly { readonly sequence: number; readonly facts: CopyFacts }[],
  ): Promise<number[]> {
    const { participant, subscription } = this.#holder;
    const subject = subjects.released(this.#holder, this.precedence);
    const upTo = copies.at(-1)!.sequence;
    for (;;) {
      const { marks, sequence } = this.#released;
      const attempts = copies.map((copy) => timesReleased(marks, copy.sequence) + 1);
      const after = trimmed(releasedAgain(marks, this.#releasedUpTo, upTo), this.position);
      const groups = grouped(copies.map(({ facts }, i) => ({ facts, attempt: attempts[i]! })));
      const facts = groups.map(({ origin, attempt, copies }, i) => ({
        released: {
          participant,
          origin,
          door: Door.SUBSCRIPTION,
          subscription,
          attempt,
          copies,
          ...(i === groups.length - 1 && {
            precedence: this.precedence,
            releasedUpTo: [...after],
          }),
        },
      }));
      const outcome = await this.#commit("released", groups, facts, { subject, sequence });
      if (typeof outcome === "number") {
        this.#released = { marks: after, sequence: outcome };
        this.#releasedUpTo = upTo;
        return attempts;
      }
      // Another process has a call on this subscription: both deliver, and the attempts add up.
      this.#released = { marks: higher(marks, marksOf(outcome)), sequence: outcome.sequence };
    }
  }

  /**
   * Records that copies were received, or none but skipped ones, and moves the position: never back. Throws `conflict` when
   * the subscription was dropped meanwhile, also when another began under its name.
   */
  async receive(copies: readonly { readonly facts: CopyFacts }[], position: number): Promise<void> {
    const { participant, subscription } = this.#holder;
    const subject = subjects.received(this.#holder, this.precedence);
    const none = { origin: "", exercise: false, attempt: 0, copies: [] };
    const groups = copies.length > 0 ? grouped(copies) : [none];
    const since = this.#since;
    for (;;) {
      const { sequence } = this.#received;
      const furthest = Math.max(position, this.position);
      const facts = groups.map(({ origin, copies }, i) => ({
        received: {
          participant,
          origin,
          subscription,
          copies,
          ...(i === groups.length - 1 && {
            precedence: this.precedence,
            position: furthest,
            since,
          }),
        },
      }));
      const outcome = await this.#commit("received", groups, facts, { subject, sequence });
      if (typeof outcome === "number") {
        this.#received = { position: furthest, sequence: outcome };
        return;
      }
      if (isDropped(outcome) || sinceOf(outcome) !== since) throw droppedError(subscription);
      this.#received = { position: positionOf(outcome), sequence: outcome.sequence };
    }
  }

  /**
   * Stores the records together, the last one on the subject that holds the progress. Resolves with
   * its sequence, or with what stands there when that is not what this call knew.
   */
  async #commit(
    step: "released" | "received",
    groups: readonly CopyGroup[],
    facts: readonly Init<Facts>[],
    last: { readonly subject: string; readonly sequence: number },
  ): Promise<number | StoredMessage> {
    // Confirmations have gathered in their lanes already.
    const prompt = step === "received" || this.precedence >= Precedence.IMMEDIATE;
    const { participant, principal } = this.#holder;
    const at = Date.now();
    const messages = groups.map(({ exercise }, i) => {
      const record = { at, participant, principal, exercise, facts: facts[i]! };
      return recordMessage(
        record,
        i === groups.length - 1 ? { subject: last.subject, lastSequence: last.sequence } : { step },
      );
    });
    try {
      // The commit point: what follows may be shown, or need not be sent again.
      const { firstSequence } = await this.#committer.commit(messages, { prompt });
      return firstSequence + messages.length - 1;
    } catch (error) {
      if (error instanceof HubError && error.code === "conflict" && error.standing) {
        return error.standing;
      }
      throw error;
    }
  }
}

/** Why a call cannot go on whose subscription was dropped: not by itself, or it would begin anew. */
export function droppedError(subscription: string): HubError {
  return new HubError("conflict", `the subscription ${subscription} was dropped`);
}

function sinceOf(message: StoredMessage): number {
  return recordOf(message)?.facts?.received?.since ?? 0;
}

function positionOf(message: StoredMessage): number {
  return recordOf(message)?.facts?.received?.position ?? 0;
}

function marksOf(message: StoredMessage | undefined): Marks {
  return (message && recordOf(message)?.facts?.released?.releasedUpTo) ?? [];
}

import { APART } from "@talanoa/passenger/assemble.ts";
import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import { refused } from "../refusals.ts";
import { TransmissionSize } from "../screen/transmission-size.ts";
import type { OpenPush, Part } from "./open-push.ts";

/** What a message in parts may have, as a transmission may. */
export interface Most {
  readonly bytes: number;
  /** Or PNRs. */
  readonly travellers: number;
}

/**
 * Joins the parts of messages with one reference. Pushes that were prepared far apart wait beside each other; one that
 * is contradicted, or older than one that is whole, is given up first: it is screened as far as it came.
 */
export class Joining {
  /** Whole, or given up, in the order in which they are to be screened. */
  readonly messages: PassengerMessage[] = [];
  /** Pushes of which nothing waits any more. */
  readonly joined: Buffer[] = [];
  /** What their parts say. */
  readonly contents: Buffer[] = [];
  readonly #open: OpenPush[];
  readonly #begin: () => OpenPush;
  readonly #most: Most;

  constructor(open: readonly OpenPush[], begin: () => OpenPush, most: Most) {
    this.#open = [...open];
    this.#begin = begin;
    this.#most = most;
  }

  /** Those that wait. */
  get open(): readonly OpenPush[] {
    return this.#open;
  }

  /** Takes a part. Throws HubError when its message is larger than any may be. */
  async add(part: Part): Promise<void> {
    let push = await this.#pushOf(part);
    if (!push) {
      push = this.#begin();
      this.#open.push(push);
    }
    push.add(part);
    if (push.bytes > this.#most.bytes || push.travellers > this.#most.travellers) {
      throw refused("message-size");
    }
    if (!push.isWhole) return;
    const message = await push.message();
    // As many parts may be more than a transmission.
    if (message) new TransmissionSize().add(message);
    await this.#giveUpBefore(push);
    await this.#finish(push);
  }

  /** Takes a message that came as a whole: what waits of the same is told by it. */
  async addWhole(parts: readonly Part[]): Promise<void> {
    const whole = this.#begin();
    for (const part of parts) {
      whole.add(part);
      const push = await this.#pushOf(part);
      if (push) this.#close(push);
    }
    await this.#giveUpBefore(whole);
    this.contents.push(...contentsOf(whole));
  }

  /** The push that a part is of, if there is one; one that it contradicts was sent anew, and is given up. */
  async #pushOf(part: Part): Promise<OpenPush | undefined> {
    const near = this.#open.filter((push) => push.distance(part) <= APART);
    const [push] = near.sort((a, b) => a.distance(part) - b.distance(part));
    if (!push?.contradicts(part)) return push;
    await this.#finish(push);
    return undefined;
  }

  async #giveUpBefore(push: OpenPush): Promise<void> {
    const older = this.#open.filter((each) => each !== push && each.isBefore(push));
    for (const each of older) await this.#finish(each);
  }

  async #finish(push: OpenPush): Promise<void> {
    const message = await push.message();
    if (message) this.messages.push(message);
    this.contents.push(...contentsOf(push));
    this.#close(push);
  }

  #close(push: OpenPush): void {
    this.joined.push(push.id);
    this.#open.splice(this.#open.indexOf(push), 1);
  }
}

/** What the parts of a push say, as it is kept: by the first of their hashes. */
export function contentsOf({ parts }: OpenPush): Buffer[] {
  return parts.flatMap(({ content }) => content.slice(0, 1));
}

import type { Identity } from "@talanoa/client/identity.ts";
import { SharedValue } from "../../shared-value.ts";
import {
  type KeptSubscription,
  parseSubscriptions,
  withSubscription,
} from "./kept-subscriptions.ts";
import {
  allRead,
  parseReadMarks,
  type ReadMarks,
  withOpened,
  writeReadMarks,
} from "./read-marks.ts";

type Principal = Pick<Identity, "participant" | "principal">;

/** What this browser keeps of the feed for one principal; all its windows share it. */
export class KeptOfFeed {
  readonly #marks: SharedValue<ReadMarks>;
  readonly #subscriptions: SharedValue<readonly KeptSubscription[]>;

  constructor({ participant, principal }: Principal) {
    this.#marks = new SharedValue<ReadMarks>(`talanoa.read.${participant}.${principal}`, {
      read: parseReadMarks,
      write: writeReadMarks,
    });
    this.#subscriptions = new SharedValue<readonly KeptSubscription[]>(
      `talanoa.subscriptions.${participant}.${principal}`,
      { read: parseSubscriptions, write: JSON.stringify },
    );
  }

  get readMarks() {
    return this.#marks.signal;
  }

  get subscriptions() {
    return this.#subscriptions.signal;
  }

  /** A version was shown to an officer; by its `versionName`. */
  opened(name: string): void {
    this.#marks.change((marks) => withOpened(marks, name));
  }

  /** An officer has read all up to a time, Unix ms. */
  readAll(upTo: number): void {
    this.#marks.change(() => allRead(upTo));
  }

  keep(subscription: KeptSubscription): void {
    this.#subscriptions.change((kept) => withSubscription(kept, subscription));
  }

  forget(name: string): void {
    this.#subscriptions.change((kept) => kept.filter((its) => its.name !== name));
  }

  /** Forgets all of it. */
  clear(): void {
    this.#marks.clear();
    this.#subscriptions.clear();
  }
}

let its: { readonly of: Principal; readonly kept: KeptOfFeed } | null = null;

/** What is kept for who is signed in: one for all pages. */
export function keptOf(principal: Principal): KeptOfFeed {
  const isSame =
    its?.of.principal === principal.principal && its.of.participant === principal.participant;
  if (!its || !isSame) its = { of: principal, kept: new KeptOfFeed(principal) };
  return its.kept;
}

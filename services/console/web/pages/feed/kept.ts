import { signal } from "@preact/signals";
import type { Identity } from "@talanoa/client/identity.ts";
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
  readonly readMarks;
  readonly subscriptions;
  readonly #marksKey: string;
  readonly #subscriptionsKey: string;

  constructor({ participant, principal }: Principal) {
    this.#marksKey = `talanoa.read.${participant}.${principal}`;
    this.#subscriptionsKey = `talanoa.subscriptions.${participant}.${principal}`;
    this.readMarks = signal<ReadMarks>(this.#storedMarks());
    this.subscriptions = signal<readonly KeptSubscription[]>(this.#storedSubscriptions());
    addEventListener("storage", () => {
      this.readMarks.value = this.#storedMarks();
      this.subscriptions.value = this.#storedSubscriptions();
    });
  }

  /** A version was shown to an officer; by its `versionName`. */
  opened(name: string): void {
    this.#keepMarks(withOpened(this.#storedMarks(), name));
  }

  /** An officer has read all up to a time, Unix ms. */
  readAll(upTo: number): void {
    this.#keepMarks(allRead(upTo));
  }

  keep(subscription: KeptSubscription): void {
    this.#keepSubscriptions(withSubscription(this.#storedSubscriptions(), subscription));
  }

  forget(name: string): void {
    this.#keepSubscriptions(this.#storedSubscriptions().filter((its) => its.name !== name));
  }

  /** Forgets all of it. */
  clear(): void {
    localStorage.removeItem(this.#marksKey);
    localStorage.removeItem(this.#subscriptionsKey);
    this.readMarks.value = parseReadMarks(null);
    this.subscriptions.value = [];
  }

  #storedMarks(): ReadMarks {
    return parseReadMarks(localStorage.getItem(this.#marksKey));
  }

  #storedSubscriptions(): KeptSubscription[] {
    return parseSubscriptions(localStorage.getItem(this.#subscriptionsKey));
  }

  #keepMarks(marks: ReadMarks): void {
    localStorage.setItem(this.#marksKey, writeReadMarks(marks));
    this.readMarks.value = marks;
  }

  #keepSubscriptions(kept: readonly KeptSubscription[]): void {
    localStorage.setItem(this.#subscriptionsKey, JSON.stringify(kept));
    this.subscriptions.value = kept;
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

import type { Statement } from "@talanoa/contract/generated/talanoa.ts";
import {
  type ArrivedCopy,
  checkCopies,
  copyName,
  expectedCopies,
  type SentCase,
} from "./copies.ts";
import { FEED_SUBSCRIPTION, type PlannedCase } from "./plan.ts";

interface Entry extends SentCase {
  readonly acknowledgedBy: Set<string>;
  /** Whose acknowledgements have come back to the publisher. */
  readonly told: Set<string>;
  /** Milliseconds, of `performance.now()`. */
  readonly sentAt: number;
  /** Copies that have not come yet, as `expectedCopies` names them. */
  readonly missing: Set<string>;
  lastAt: number;
}

/** Counts what comes of the notices of this run, and says when nothing more is to come. */
export class Tally {
  readonly #sent = new Map<string, Entry>();
  readonly #copies: ArrivedCopy[] = [];
  readonly #faults: string[] = [];

  /** To be called before the notice is sent: copies may come before the receipt. */
  sends(planned: PlannedCase, id: string): void {
    const now = performance.now();
    const acknowledgedBy = new Set<string>();
    const missing = new Set(expectedCopies({ planned, id, acknowledgedBy }));
    const times = { sentAt: now, lastAt: now };
    const entry = { planned, id, acknowledgedBy, missing, told: new Set<string>(), ...times };
    this.#sent.set(`${planned.publisher}/${id}`, entry);
  }

  /** Notes a copy; the case that it is of, or null when it is not of this run. */
  copy(copy: ArrivedCopy): SentCase | null {
    const entry = this.#sent.get(`${copy.origin}/${copy.id}`);
    if (!entry) return null;
    this.#copies.push(copy);
    entry.missing.delete(copyName(copy.participant, copy.subscription));
    if (copy.subscription === FEED_SUBSCRIPTION) entry.lastAt = performance.now();
    return entry;
  }

  acknowledged(notice: SentCase, participant: string): void {
    this.#sent.get(`${notice.planned.publisher}/${notice.id}`)?.acknowledgedBy.add(participant);
  }

  /** Notes a statement that came to a participant, when it is about one of its notices of this run. */
  statement(participant: string, { notice, origin }: Statement): void {
    if (notice?.origin !== participant) return;
    this.#sent.get(`${participant}/${notice.id}`)?.told.add(origin);
  }

  fault(what: string): void {
    this.#faults.push(what);
  }

  /** Whether all copies of a notice have come. */
  arrivedAll({ planned, id }: SentCase): boolean {
    return this.#sent.get(`${planned.publisher}/${id}`)?.missing.size === 0;
  }

  get sent(): readonly SentCase[] {
    return [...this.#sent.values()];
  }

  get copies(): readonly ArrivedCopy[] {
    return this.#copies;
  }

  /** Whether all copies and answers that are to come have come. */
  get complete(): boolean {
    return [...this.#sent.values()].every(
      ({ missing, acknowledgedBy, told }) => missing.size === 0 && told.size >= acknowledgedBy.size,
    );
  }

  /** Milliseconds from sending a notice to its last copy in a whole feed, of each notice. */
  get delays(): number[] {
    return [...this.#sent.values()].map(({ sentAt, lastAt }) => lastAt - sentAt);
  }

  /** What is wrong with what came, each as a sentence. */
  findings(): string[] {
    const untold = [...this.#sent.values()].flatMap(({ planned, acknowledgedBy, told }) =>
      [...acknowledgedBy]
        .filter((code) => !told.has(code))
        .map(
          (code) => `${planned.case}: ${planned.publisher} was not told that ${code} acknowledged`,
        ),
    );
    return [...this.#faults, ...checkCopies(this.sent, this.#copies), ...untold];
  }
}

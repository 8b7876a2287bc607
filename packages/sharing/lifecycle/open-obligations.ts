import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { KnownObligation, Obligation, ObligationChange } from "./obligations.ts";

/** What is due of which notice, as a key. A later version of a notice takes the place of the one before. */
export function obligationKey(notice: NoticeRef, of: KnownObligation): string {
  return `${of} ${notice.origin}/${notice.id}`;
}

/**
 * What is due and not done, as the markers up to one place of the stream say. What is done of a notice
 * comes after it: intake takes no reply and no statement before the marker stands.
 */
export class OpenObligations {
  readonly #open = new Map<string, Obligation>();
  /** Who has done what was ever due: what was done of one version counts for the next. */
  readonly #met = new Map<string, Set<string>>();
  /** What nobody is to do any more, whatever a later version says. */
  readonly #released = new Set<string>();

  /** Takes the next change; gives what it concerns, and when that is due now: 0 for not any more. */
  apply(its: ObligationChange): { readonly key: string; readonly dueAt: number } {
    if (its.change === "due") return this.#due(its.obligation);
    const key = obligationKey(its.notice, its.of);
    const met = this.#met.get(key);
    // Most of what is done was never due.
    if (!met) return { key, dueAt: 0 };
    if (its.change === "released") {
      this.#released.add(key);
      return this.close(key);
    }
    met.add(its.participant);
    const open = this.#open.get(key);
    return open && this.late(key).length > 0 ? { key, dueAt: open.dueAt } : this.close(key);
  }

  /** Takes an obligation out: it was done or released, or is overdue and was told so. */
  close(key: string): { readonly key: string; readonly dueAt: number } {
    this.#open.delete(key);
    return { key, dueAt: 0 };
  }

  get(key: string): Obligation | undefined {
    return this.#open.get(key);
  }

  /** Who has not done what is due. */
  late(key: string): string[] {
    const met = this.#met.get(key);
    return (this.#open.get(key)?.participants ?? []).filter((each) => !met?.has(each));
  }

  #due(obligation: Obligation): { readonly key: string; readonly dueAt: number } {
    const { notice, of, participants, dueAt } = obligation;
    const key = obligationKey(notice, of);
    if (this.#released.has(key)) return { key, dueAt: 0 };
    if (!this.#met.has(key)) this.#met.set(key, new Set());
    const standing = this.#open.get(key);
    if (standing && standing.notice.version > notice.version) {
      return { key, dueAt: standing.dueAt };
    }
    // The same version again went to more participants.
    const before = standing?.notice.version === notice.version ? standing.participants : [];
    const all = [...new Set([...before, ...participants])];
    if (all.length === 0) return { key, dueAt: 0 };
    this.#open.set(key, { ...obligation, participants: all });
    return this.late(key).length > 0 ? { key, dueAt } : this.close(key);
  }
}

import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";

/** What puts a notice into a line of its case. All times are Unix ms. */
export interface CaseNotice {
  /** Whatever version; those of one notice are one entry. */
  readonly ref: NoticeRef;
  /** Where it stands in the line: the time that it gives for its event, or when it was accepted. */
  readonly at: number;
  /**
   * The first and the last moment at which the event may have been; null when that is not known, and for a notice
   * that reports none.
   */
  readonly event: { readonly first: number; readonly last: number } | null;
  /** When the hub accepted the earliest version at hand. */
  readonly acceptedAt: number;
  /** Whether that is the first version: otherwise nobody here knows when the event was first reported. */
  readonly isFirst: boolean;
  /** The case number of the administration that reports; empty for none. */
  readonly caseReference: string;
  /** Other notices that it builds upon or answers. */
  readonly references: readonly Pick<NoticeRef, "origin" | "id">[];
}

/** A notice in its line. */
export interface CaseEntry<Notice extends CaseNotice> {
  readonly notice: Notice;
  /** It was accepted after something that happened later: whoever reads in order of arrival misses its place. */
  readonly late: boolean;
}

/**
 * The lines of cases, each in the order of events: notices belong together that refer to each other, by however
 * many steps, or share a case number of one administration. What does not say when its event was is never late and
 * makes nothing late. The line with the earliest event comes first.
 */
export function caseLines<Notice extends CaseNotice>(
  notices: readonly Notice[],
): CaseEntry<Notice>[][] {
  const cases = new Joined();
  for (const notice of notices) {
    for (const key of keysOf(notice)) cases.join(nameOf(notice.ref), key);
  }
  const lines = Map.groupBy(notices, ({ ref }) => cases.of(nameOf(ref)));
  return [...lines.values()]
    .map((line) => inOrder(line))
    .toSorted(([one], [other]) => byEvent(one!.notice, other!.notice));
}

/** The line of one notice among others; empty when it is not among them. */
export function caseLineOf<Notice extends CaseNotice>(
  notices: readonly Notice[],
  { origin, id }: Pick<NoticeRef, "origin" | "id">,
): CaseEntry<Notice>[] {
  const isIt = ({ notice: { ref } }: CaseEntry<Notice>) => ref.origin === origin && ref.id === id;
  return caseLines(notices).find((line) => line.some(isIt)) ?? [];
}

function inOrder<Notice extends CaseNotice>(line: readonly Notice[]): CaseEntry<Notice>[] {
  return line
    .toSorted(byEvent)
    .map((notice) => ({ notice, late: line.some((other) => isLaterAndWasBefore(other, notice)) }));
}

/** Whether one happened after another and was accepted before it. */
function isLaterAndWasBefore(one: CaseNotice, other: CaseNotice): boolean {
  if (!one.event || !other.event || !one.isFirst || !other.isFirst) return false;
  return one.event.first > other.event.last && one.acceptedAt < other.acceptedAt;
}

function byEvent(one: CaseNotice, other: CaseNotice): number {
  const names = nameOf(one.ref) < nameOf(other.ref) ? -1 : 1;
  return one.at - other.at || one.acceptedAt - other.acceptedAt || names;
}

function keysOf({ ref, caseReference, references }: CaseNotice): string[] {
  const number = caseReference.trim().toLowerCase();
  return [
    nameOf(ref),
    ...references.map(nameOf),
    // Two administrations may give the same number to cases of their own.
    ...(number ? [`case ${ref.origin} ${number}`] : []),
  ];
}

function nameOf({ origin, id }: Pick<NoticeRef, "origin" | "id">): string {
  return `${origin}/${id}`;
}

/** Names that belong together, by pairs. */
class Joined {
  readonly #parents = new Map<string, string>();

  join(one: string, other: string): void {
    this.#parents.set(this.of(one), this.of(other));
  }

  /** The name that stands for all that belong together. */
  of(name: string): string {
    let root = name;
    for (
      let next = this.#parents.get(root);
      next && next !== root;
      next = this.#parents.get(root)
    ) {
      root = next;
    }
    this.#parents.set(name, root);
    return root;
  }
}

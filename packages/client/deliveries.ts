import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { CheckedCopy } from "./genuine-copy.ts";

/** How many arrivals are remembered. A hub has far fewer unconfirmed on their way. */
const KEPT = 20_000;

interface Standing {
  /** The number in the call that stands now; null when it came by one that is gone. */
  wire: number | null;
  opened: boolean;
  readonly precedence: number;
  readonly key: string | null;
  readonly ref: NoticeRef | null;
}

/**
 * Keeps the numbers of a subscription through its calls: each call counts from the start again, while
 * who reads the subscription sees one count that only goes up.
 */
export class Deliveries {
  readonly #standing = new Map<number, Standing>();
  readonly #numbers = new Map<string, number>();
  /** For each precedence, the last number that is stored. */
  readonly #received = new Map<number, number>();
  #last = 0;
  #deduplicate = false;

  /** A new call: numbers of the one before mean nothing to the hub any more. */
  begin(deduplicate: boolean): void {
    this.#deduplicate = deduplicate;
    for (const its of this.#standing.values()) its.wire = null;
  }

  /** A delivery of the call that stands: its number, and what was told of it when it came before. */
  place(
    wire: number,
    precedence: number,
    content: CheckedCopy,
  ): { number: number; known: boolean; received: boolean; opened: boolean } {
    const key = this.#deduplicate ? keyOf(content) : null;
    const before = key === null ? undefined : this.#numbers.get(key);
    const its = before === undefined ? undefined : this.#standing.get(before);
    if (before !== undefined && its) {
      its.wire = wire;
      const received = this.#isReceived(before, precedence);
      return { number: before, known: true, received, opened: its.opened };
    }
    const number = ++this.#last;
    this.#standing.set(number, { wire, opened: false, precedence, key, ref: refOf(content) });
    if (key !== null) this.#numbers.set(key, number);
    this.#forget();
    return { number, known: false, received: false, opened: false };
  }

  /** Notes that all up to this one, of its precedence, are stored; the number to tell the hub. */
  received(number: number): number | null {
    const its = this.#standing.get(number);
    if (!its) return null;
    if (!this.#isReceived(number, its.precedence)) this.#received.set(its.precedence, number);
    return its.wire;
  }

  /** Notes that an officer was shown this one; undefined for one that is not known. */
  opened(
    number: number,
  ): { readonly wire: number | null; readonly ref: NoticeRef | null } | undefined {
    const its = this.#standing.get(number);
    if (its) its.opened = true;
    return its;
  }

  #isReceived(number: number, precedence: number): boolean {
    return number <= (this.#received.get(precedence) ?? 0);
  }

  #forget(): void {
    if (this.#standing.size <= KEPT) return;
    const [oldest] = this.#standing.keys();
    const key = this.#standing.get(oldest!)!.key;
    this.#standing.delete(oldest!);
    if (key !== null) this.#numbers.delete(key);
  }
}

/**
 * What makes a copy the same as one before; null for what cannot be told. A later grant brings more
 * sections of the same version.
 */
function keyOf(content: CheckedCopy): string | null {
  if (content.kind === "notice") {
    const { header, sections } = content.notice;
    return `${header.origin}/${header.id}/${header.version}/${sections.length}`;
  }
  if (content.kind === "statement") {
    const { origin, id } = content.statement.statement;
    return `${origin}/${id}`;
  }
  if (content.kind === "reminder") {
    const { notice, of } = content.reminder;
    return notice && `reminder ${of} ${notice.origin}/${notice.id}/${notice.version}`;
  }
  return null;
}

function refOf(content: CheckedCopy): NoticeRef | null {
  if (content.kind !== "notice") return null;
  const { origin, id, version } = content.notice.header;
  return { origin, id, version };
}

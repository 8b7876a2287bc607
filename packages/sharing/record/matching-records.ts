import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import {
  type Belongs,
  namesOperation,
  noticesIn,
  type RowFilter,
  rowMatches,
  type SeenRecord,
} from "./row-filter.ts";

/**
 * Which of a reader's records match a question. They are taken one by one in the order of the log. Asked by joint
 * operation, all must be taken from the first on: that a notice belongs to one may be said long before or after the
 * records that are about it.
 */
export class MatchingRecords {
  readonly #filter: RowFilter;
  /** Places of those that match by themselves. */
  readonly #matching: number[] = [];
  /** Places of those that match if one of their notices belongs to the operation, by notice. */
  readonly #about = new Map<string, number[]>();
  readonly #belonging = new Set<string>();

  constructor(filter: RowFilter) {
    this.#filter = filter;
  }

  take(record: SeenRecord): void {
    const { operation = "", untilIndex = 0 } = this.#filter;
    const { index, parts } = record;
    const naming = parts.filter((part) => operation && namesOperation(part, operation));
    if (untilIndex === 0 || index < untilIndex)
      for (const notice of naming.flatMap(noticesIn)) this.#belonging.add(keyOf(notice));
    if (!rowMatches({ ...this.#filter, operation: "" }, record)) return;
    if (!operation || naming.length > 0) this.#matching.push(index);
    else for (const key of new Set(parts.flatMap(noticesIn).map(keyOf))) this.#note(key, index);
  }

  #note(key: string, index: number): void {
    const indexes = this.#about.get(key);
    if (indexes) indexes.push(index);
    else this.#about.set(key, [index]);
  }

  /** Places of those that match, in the order of the log. */
  get matching(): number[] {
    const about = [...this.#belonging].flatMap((key) => this.#about.get(key) ?? []);
    return [...new Set([...this.#matching, ...about])].sort((one, other) => one - other);
  }

  /** By what has been taken. */
  readonly belongs: Belongs = (notice) => this.#belonging.has(keyOf(notice));
}

function keyOf({ origin, id }: NoticeRef): string {
  return `${origin} ${id}`;
}

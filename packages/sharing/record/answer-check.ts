import { type Belongs, type RowFilter, rowMatches, type SeenRecord } from "./row-filter.ts";

/** What a reader knows of the records that an answer should have. */
export interface Expected {
  /** Places of those that match, in the order of the log. */
  readonly matching: readonly number[];
  /** The last that was looked at: later ones in the answer have come since. */
  readonly last: number;
  /** Which notices belong to the joint operation that is asked for; none when absent. */
  readonly belongs?: Belongs;
}

/** An answer as it was shown. */
export interface Shown {
  readonly filter: RowFilter;
  readonly rows: readonly SeenRecord[];
  readonly descending: boolean;
  /** Whether it may go on after the last row. */
  readonly cut: boolean;
}

/** What is wrong with an answer, a sentence each: missing, not asked for, or out of order. */
export function checkAnswer(
  { matching, last, belongs }: Expected,
  { filter, rows, descending, cut }: Shown,
): string[] {
  const faults: string[] = [];
  const indexes = rows.map(({ index }) => index);
  for (const [i, index] of indexes.entries()) {
    const before = indexes[i - 1];
    if (before !== undefined && (descending ? index >= before : index <= before))
      faults.push(`entry ${index} is shown after entry ${before}: out of order`);
  }
  for (const row of rows)
    if (rowMatches(filter, row, belongs) === false)
      faults.push(`entry ${row.index} is shown, and is not what was asked for`);
  const shown = new Set(indexes);
  const end = indexes.at(-1);
  for (const index of matching) {
    const after = cut && end !== undefined && (descending ? index < end : index > end);
    if (index > last || after || shown.has(index)) continue;
    faults.push(`entry ${index} is missing: it is yours, and is what was asked for`);
  }
  return faults;
}

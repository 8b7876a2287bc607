import { type Difference, difference, otherColumns, type Place } from "./difference.ts";

/** What rows of one table are compared by. */
export interface Compared<Row> {
  readonly table: Place;
  /** Alike for two rows of which one is too many. */
  readonly keyOf: (row: Row) => string;
  /** For whom or what a row finds its entry: "FJ". */
  readonly nameOf: (row: Row) => string;
}

/** Compares the rows that find a range of entries, in whatever order they are, with what they must be. */
export function checkRows<Row extends { readonly index: number }>(
  { table, keyOf, nameOf }: Compared<Row>,
  found: readonly Row[],
  expected: readonly Row[],
): Difference | null {
  const rows = Map.groupBy(found, keyOf);
  for (const row of expected) {
    const { index } = row;
    const its = rows.get(keyOf(row)) ?? [];
    const [one] = its;
    const named = `the row of entry ${index} for ${nameOf(row)}`;
    if (!one) return difference(table, index, "", `${named} is missing`);
    if (its.length > 1) return difference(table, index, "", `${named} stands there twice`);
    const [column] = otherColumns(one, row);
    if (column)
      return difference(table, index, column, `${named} has another ${column} than its record`);
    rows.delete(keyOf(row));
  }
  for (const [row] of rows.values()) {
    const { index } = row!;
    const text = `a row says that entry ${index} is for ${nameOf(row!)}, which its record does not say`;
    return difference(table, index, "", text);
  }
  return null;
}

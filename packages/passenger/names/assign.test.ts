import fc from "fast-check";
import { expect, test } from "vitest";
import { assign } from "./assign.ts";

const table = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }))
  .chain(([rows, columns]) =>
    fc.tuple(
      fc.constant(columns),
      fc.array(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: columns, maxLength: columns }),
        { minLength: rows, maxLength: rows },
      ),
    ),
  );

function worthOf(worth: readonly (readonly number[])[], columnOf: readonly number[]): number {
  return columnOf.reduce((sum, column, row) => sum + (worth[row]![column] ?? 0), 0);
}

/** The greatest worth by trying all. */
function greatest(worth: readonly (readonly number[])[], taken: readonly number[] = []): number {
  const [row, ...rest] = worth;
  if (!row) return 0;
  const withoutThisRow = greatest(rest, taken);
  const with_ = row.map((value, column) =>
    taken.includes(column) ? 0 : value + greatest(rest, [...taken, column]),
  );
  return Math.max(withoutThisRow, ...with_);
}

test("rows and columns are paired at most once and for the greatest worth", () => {
  fc.assert(
    fc.property(table, ([columns, worth]) => {
      const columnOf = assign(worth, columns);
      const paired = columnOf.filter((column) => column >= 0);
      expect(new Set(paired).size).toBe(paired.length);
      expect(columnOf).toHaveLength(worth.length);
      expect(worthOf(worth, columnOf)).toBe(greatest(worth));
    }),
    { numRuns: 500 },
  );
});

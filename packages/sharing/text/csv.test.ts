import { expect, test } from "vitest";
import fc from "fast-check";
import { csv, csvCell } from "./csv.ts";

test.each([
  ["plain", "plain"],
  ["", ""],
  ["a,b", '"a,b"'],
  ['say "so"', '"say ""so"""'],
  ["two\r\nlines", "two lines"],
  ["=1+1", "'=1+1"],
  ["+685", "'+685"],
  ["-2", "'-2"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
  ["\t=1", "' =1"],
  ["2026-03-14T00:00:00.000Z", "2026-03-14T00:00:00.000Z"],
])("a cell of CSV: %j", (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});

test("no cell breaks its line, ends early, or begins like a formula", () => {
  const near = fc.string({ unit: fc.constantFrom(..."=+-@\t\r\n\",' a\u2028".split("")) });
  fc.assert(
    fc.property(fc.oneof(fc.string(), near), (text) => {
      const cell = csvCell(text);
      expect(cell).not.toMatch(/[\r\n\t]/);
      const quoted = cell.startsWith('"');
      const inner = quoted ? cell.slice(1, -1) : cell;
      expect(inner.replaceAll('""', "")).not.toContain('"');
      if (!quoted) expect(inner).not.toContain(",");
      expect((quoted ? inner.replaceAll('""', '"') : inner).trimStart()).not.toMatch(/^[=+\-@]/);
    }),
  );
});

test("a table is a line a row, and a number is no formula", () => {
  const rows = [
    ["a", "b"],
    ["=1+1", -1],
    ["two\nlines", ""],
  ];
  expect(csv(rows)).toBe("a,b\r\n'=1+1,-1\r\ntwo lines,\r\n");
});

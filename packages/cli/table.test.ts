import fc from "fast-check";
import { expect, test } from "vitest";
import { cut, plain, widthOf } from "./plain-text.ts";
import { headingLine, layoutOf, table, tableLines } from "./table.ts";

const columns = [
  { title: "id" },
  { title: "title", shrinksTo: 5 },
  { title: "n", align: "right" },
] as const;

test("columns stand under their titles, numbers to the right", () => {
  const rows = [
    ["FJ", "Cocaine", "7"],
    ["OCO", "Yacht", "120"],
  ];
  expect(table(columns, rows, { columns: 0, heading: (text) => text })).toEqual([
    "id   title      n",
    "FJ   Cocaine    7",
    "OCO  Yacht    120",
  ]);
});

test("a line never runs over the terminal while there is something that may shrink", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 60 });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text, text), { maxLength: 6 }), (rows) => {
      const narrow = rows.map(([id, title, n]) => [id.slice(0, 4), title, n.slice(0, 4)]);
      for (const line of table(columns, narrow, { columns: 40, heading: (each) => each }))
        expect(widthOf(line)).toBeLessThanOrEqual(40);
    }),
  );
});

test("a column that wraps loses nothing, breaks no word, and stays in its column", () => {
  const wrapping = [{ title: "id" }, { title: "why", shrinksTo: 8, wraps: true }] as const;
  const why = "addressed to the sub-region of 01a215eacbda";
  expect(table(wrapping, [["FJ", why]], { columns: 17 })).toEqual([
    "FJ  addressed to",
    "    the",
    "    sub-region of",
    "    01a215eacbda",
  ]);
});

test("what has no room beside the others stands below them, each cell by its title", () => {
  const many = [
    { title: "flag" },
    { title: "grade" },
    { title: "traveller" },
    { title: "told" },
    { title: "route" },
  ];
  const rows = [
    ["14a545e1", "A", "HOLCOMBE/LORELEI", "", "AKL–NAN"],
    ["0ca1361c", "B", "all on board", "accepted", "NAN–AKL"],
  ];
  expect(table(many, rows, { columns: 40, heading: (text) => text })).toEqual([
    "flag      grade  traveller",
    "14a545e1  A      HOLCOMBE/LORELEI",
    "  route AKL–NAN",
    "0ca1361c  B      all on board",
    "  told accepted · route NAN–AKL",
  ]);
  expect(table(many, rows.slice(0, 1), { columns: 15 })).toEqual([
    "14a545e1  A",
    "  traveller",
    "  HOLCOMBE/LORE",
    "  LEI",
    "  route AKL–NAN",
  ]);
});

test("one column alone needs no title below, in rows that come one by one too", () => {
  const layout = layoutOf(
    [
      { title: "at", width: 6 },
      { title: "what", width: 20 },
    ],
    20,
  );
  expect(headingLine(layout, (text) => text)).toBe("at");
  expect(tableLines(layout, ["10:02Z", "accepted by the hub"])).toEqual([
    "10:02Z",
    "  accepted by the",
    "  hub",
  ]);
});

test("a table of a hundred thousand rows is laid out", () => {
  const wrapping = [{ title: "id" }, { title: "why", shrinksTo: 8, wraps: true }] as const;
  const rows = Array.from({ length: 100_000 }, (_, i) => [String(i), "addressed to all Members"]);
  expect(table(wrapping, rows, { columns: 40 })).toHaveLength(100_000);
});

test("where nobody looks nothing is cut, and a row is one line", () => {
  const fixed = [{ title: "what", width: 4 }, { title: "who" }] as const;
  const rows = [["a long thing", "FJ"]];
  expect(table(fixed, rows, { columns: 0 })).toEqual(["a long thing  FJ"]);
});

test("what is cut says so", () => {
  expect(cut("Operation Hydros", 9)).toBe("Operatio…");
  expect(cut("Operation", 9)).toBe("Operation");
  expect(widthOf(cut("南太平洋の密輸", 7))).toBeLessThanOrEqual(7);
});

test("text of others cannot steer the terminal", () => {
  const evil = "ok\u001b[2J\u001b]0;x\u0007\r\n\u202Eevil\u2066";
  expect(plain(evil)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  const [line] = table([{ title: "t" }], [[evil]], { columns: 0 });
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test("colours do not shift the columns", () => {
  const paint = (text: string) => `\u001b[31m${text}\u001b[39m`;
  const [first, second] = table(
    columns,
    [
      [{ text: "FJ", paint }, "a", "1"],
      ["OCO", "b", "2"],
    ],
    { columns: 0 },
  );
  // eslint-disable-next-line no-control-regex
  expect(first!.replaceAll(/\u001b\[\d+m/g, "").indexOf("a")).toBe(second!.indexOf("b"));
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { cut, plain, widthOf } from "./plain-text.ts";
import { table } from "./table.ts";

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

test("a column that wraps loses nothing, and stays in its column", () => {
  const wrapping = [{ title: "id" }, { title: "why", shrinksTo: 8, wraps: true }] as const;
  const why = "addressed to the sub-region of 01a215eacbda";
  expect(table(wrapping, [["FJ", why]], { columns: 14 })).toEqual([
    "FJ  addressed",
    "    to the",
    "    sub-region",
    "    of",
    "    01a215eacb",
    "    da",
  ]);
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

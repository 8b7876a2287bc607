import { compose } from "@talanoa/sharing/notice/compose.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flagOf, listOf, numberOf, timeOf } from "./cell-values.ts";
import { readPasted } from "./pasted.ts";
import { rowsOf } from "./spreadsheet.ts";

const table = (...rows: string[][]) => rows.map((row) => row.join("\t")).join("\r\n");

describe("a table from a spreadsheet", () => {
  test("is rows of cells; one in quotes may have tabs, line ends and quotes", () => {
    expect(rowsOf('A\tB\r\n1\t"two\nlines\tand ""quotes"""\r\n\r\n')).toEqual([
      ["A", "B"],
      ["1", 'two\nlines\tand "quotes"'],
    ]);
  });

  test("of any text is read, and no cell is made up", () => {
    const parts = fc.array(
      fc.string({ unit: fc.constantFrom("\t", "\n", '"', "Title", "1", " ") }),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 200 }),
          parts.map((its) => its.join("")),
        ),
        (text) => {
          const pasted = readPasted(text);
          const titles =
            pasted.kind === "drafts" ? pasted.drafts.map(({ title }) => title ?? "") : [];
          expect(
            titles.every(
              (title) =>
                typeof title === "string" &&
                text.replaceAll('"', "").includes(title.replaceAll('"', "")),
            ),
          ).toBe(true);
        },
      ),
    );
  });
});

describe("goods", () => {
  test("with headings in French and commas in numbers are goods for the notice at hand", () => {
    const pasted = readPasted(
      table(
        ["Marchandise", "Catégorie", "Quantité", "Unité", "Position SH", "Étagère"],
        ["Cigarettes", "tobacco", "1 234,5", "kg", "2402", "B7"],
        ["Couteaux", "weapons", "12", "pièces", "", ""],
      ),
    );
    expect(pasted).toEqual({
      kind: "goods",
      goods: [
        { name: "Cigarettes", class: "tobacco", quantity: 1234.5, unit: "kg", hs_heading: "2402" },
        { name: "Couteaux", class: "weapons", quantity: 12, unit: "pièces" },
      ],
      unknown: ["Étagère"],
    });
  });

  test("keep the zero in front of a heading", () => {
    expect(readPasted(table(["Goods", "HS"], ["Lizards", "0106"]))).toMatchObject({
      goods: [{ hs_heading: "0106" }],
    });
  });
});

describe("notices", () => {
  test("are drafts, a row each, that can be composed", () => {
    const pasted = readPasted(
      table(
        ["Title", "Type", "Date", "Where", "What happened", "TLP", "For whom"],
        [
          "A yacht",
          "Sighting",
          "31/12/2025",
          "Suva",
          "Seen off the reef",
          "amber",
          "to, ws; Polynesia",
        ],
        ["Two yachts", "sighting", "2025-07", "Apia", "Seen\toff", "GREEN", "all"],
      ),
    );
    expect(pasted).toMatchObject({
      kind: "drafts",
      unknown: [],
      drafts: [
        {
          kind: "alert",
          title: "A yacht",
          type: "sighting",
          when: { start: "2025-12-31" },
          where: [{ name: "Suva" }],
          narrative: { text: "Seen off the reef" },
          marking: { tlp: "TLP:AMBER" },
          audience: ["TO", "WS", "polynesia"],
        },
        { when: { start: "2025-07" } },
      ],
    });
    if (pasted.kind !== "drafts") throw new Error("no drafts");
    const content = compose(parseDraft(pasted.drafts[0]), "FJ");
    expect(content.audience).toEqual({ participants: ["TO", "WS"], subRegions: ["polynesia"] });
  });

  test("need headings and a row", () => {
    expect(readPasted("Cigarettes\t12\nKnives\t3").kind).toBe("nothing");
    expect(readPasted("Title\tWhen").kind).toBe("nothing");
    expect(readPasted("").kind).toBe("nothing");
  });

  test("with goods in a column have goods each", () => {
    const pasted = readPasted(
      table(["Title", "Commodity", "Qty", "Unit"], ["A", "Rice", "2", "t"]),
    );
    expect(pasted).toMatchObject({
      drafts: [{ title: "A", goods: [{ name: "Rice", quantity: 2, unit: "t" }] }],
    });
  });
});

describe("a cell", () => {
  test.each<[string, number | string]>([
    ["12.5", 12.5],
    ["12,5", 12.5],
    ["1,234.5", 1234.5],
    ["1.234,5", 1234.5],
    ["1\u202f234", 1234],
    ["0,125", 0.125],
    ["1,234", "1,234"],
    ["about 3", "about 3"],
  ])("of a number: %s", (cell, value) => {
    expect(numberOf(cell)).toBe(value);
  });

  test.each([
    ["31/12/2025", "2025-12-31"],
    ["12/31/2025", "2025-12-31"],
    ["5.5.2025", "2025-05-05"],
    // May be the 3rd of April or the 4th of March: whoever wrote it is asked.
    ["3/4/2025", "3/4/2025"],
    ["2025-07-14T09:30+12:00", "2025-07-14T09:30+12:00"],
  ])("of a date: %s", (cell, value) => {
    expect(timeOf(cell)).toBe(value);
  });

  test("of a flag or a list", () => {
    expect([flagOf("Oui"), flagOf("no"), flagOf("perhaps")]).toEqual([true, false, "perhaps"]);
    expect(listOf("TO; WS,\nFJ ;")).toEqual(["TO", "WS", "FJ"]);
  });
});

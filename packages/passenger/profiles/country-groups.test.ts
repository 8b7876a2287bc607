import { describe, expect, test } from "vitest";
import { parseCountryGroups } from "./country-groups.ts";

describe("groups of countries", () => {
  test("are names with codes of countries", () => {
    const groups = { neighbours: ["TO", "WS"], "far-away": ["PE"] };
    expect(parseCountryGroups(groups)).toEqual({ groups });
  });

  test.each([
    ["a country that there is not", { neighbours: ["TO", "QQ"] }, "neighbours[1]"],
    ["a country in small letters", { neighbours: ["to"] }, "neighbours[0]"],
    ["three letters", { neighbours: ["TON"] }, "neighbours[0]"],
    ["a group of none", { neighbours: [] }, "neighbours"],
    ["what is no list", { neighbours: "TO" }, "neighbours"],
    ["a name in capitals", { Neighbours: ["TO"] }, "Neighbours"],
    ["what has no names", ["TO"], ""],
  ])("are refused for %s, with the field", (_, written, field) => {
    const parsed = parseCountryGroups(written);
    expect("problems" in parsed && parsed.problems.map((problem) => problem.field)).toEqual([
      field,
    ]);
  });
});

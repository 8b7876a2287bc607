import { Kind, Tlp } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { readFilter } from "./filter-words.ts";

test("a filter is read from words in any case, with or without TLP before a label", () => {
  const words = {
    kind: ["Alert", "risk-flag"],
    region: ["POLYNESIA"],
    country: ["fj"],
    commodity: ["drugs-cocaine"],
    tlp: ["amber+strict", "TLP:RED"],
    origin: ["to", "oco"],
    operation: ["NZ-SEASPRAY"],
    concernsUs: true,
    text: "white hull",
  };
  expect(readFilter(words)).toEqual({
    filter: {
      kinds: [Kind.ALERT, Kind.RISK_FLAG],
      regions: ["polynesia"],
      countries: ["FJ"],
      commodityClasses: ["drugs-cocaine"],
      tlp: [Tlp.AMBER_STRICT, Tlp.RED],
      origins: ["TO", "OCO"],
      operations: ["NZ-SEASPRAY"],
      concernsOwnCountry: true,
      text: "white hull",
    },
    unknown: [],
  });
});

test("no words are no filter", () => {
  expect(readFilter({ kind: [], text: "", concernsUs: false })).toEqual({
    filter: {},
    unknown: [],
  });
});

test("words that mean nothing are left out and told, with those that there are", () => {
  const { filter, unknown } = readFilter({
    kind: ["alerts", "reply"],
    country: ["XX"],
    tlp: ["PINK"],
  });
  expect(filter).toEqual({ kinds: [Kind.REPLY] });
  expect(unknown.map(({ field, word }) => [field, word])).toEqual([
    ["kind", "alerts"],
    ["country", "XX"],
    ["tlp", "TLP:PINK"],
  ]);
  expect(unknown[0]!.known).toContain("alert");
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCompanyName, parseVesselName } from "./thing-name.ts";

const company = (name: string) => parseCompanyName(name).map(({ text }) => text);
const vessel = (name: string) => parseVesselName(name).map(({ text }) => text);

describe("a company's name", () => {
  test.each([
    "Coral Gate Trading Pte. Ltd.",
    "CORAL GATE TRADING PTY LIMITED",
    "Coral-Gate Trading, S.A.R.L.",
    "The Coral Gate Trading Company, Inc.",
    "Coral Gate Trading GmbH & Co. KG",
    "Coral Gate Trading Sendirian Berhad",
  ])("%s is its words without legal form, marks and points", (name) => {
    expect(company(name)).toEqual(["coral", "gate", "trading"]);
  });

  test("in another script is brought to letters, without its legal form", () => {
    expect(company("ООО «Коралл»")).toEqual(["korall"]);
    expect(company("珊瑚株式会社")).toEqual(company("珊瑚"));
    expect(company("珊瑚贸易有限公司")).toEqual(company("珊瑚贸易"));
    expect(company("주식회사 산호")).toEqual(company("산호"));
  });

  test("of nothing but a legal form is that", () => {
    expect(company("The Company Ltd")).toEqual(["the", "company", "ltd"]);
    expect(company("有限公司")).not.toEqual([]);
  });
});

test("a vessel's name is its words without what says that she is a ship", () => {
  expect(vessel("M/V Ocean Lantern 3")).toEqual(["ocean", "lantern", "3"]);
  expect(vessel("S.Y. OCEAN LANTERN 3")).toEqual(["ocean", "lantern", "3"]);
  expect(vessel("Yacht")).toEqual(["yacht"]);
});

test("any text is read", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(Array.isArray(parseCompanyName(text))).toBe(true);
      expect(Array.isArray(parseVesselName(text))).toBe(true);
    }),
  );
});

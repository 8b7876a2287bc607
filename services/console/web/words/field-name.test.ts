import { expect, test, vi } from "vitest";

// The language is chosen by what a browser keeps.
vi.stubGlobal("localStorage", { getItem: () => "en" });
const { fieldName } = await import("./field-name.ts");

const written = { goods: [{}, { hs_heading: "9" }], audience: { participants: ["TO", "FJ"] } };

test.each([
  ["title", "Title"],
  ["goods[1].hs_heading", "Goods 2, HS heading"],
  ["goods[1].concealment.method", "Goods 2, Method"],
  ["audience.participants[1]", "Participants addressed: FJ"],
  ["audience.participants[7]", "Participants addressed 8"],
  ["audience", "For whom"],
  ["key_id", ""],
])("the field %s is called as the form calls it", (field, name) => {
  expect(fieldName(field, written)).toBe(name);
});

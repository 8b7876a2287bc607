import { expect, test } from "vitest";
import { differencesOf } from "./differences.ts";

const before = {
  title: "A yacht",
  goods: [{ name: "Cocaine", quantity: 12 }],
  narrative: { text: "Seen", follow_up: "Later" },
  images: [{ content: Uint8Array.of(1, 2, 3) }],
};

test("each place that says something else is told, with what it said", () => {
  const after = {
    title: "Two yachts",
    goods: [{ name: "Cocaine", quantity: 13, unit: "kg" }, { name: "Gold" }],
    narrative: { text: "Seen " },
    images: [{ content: Uint8Array.of(1, 2, 4) }],
  };
  expect(differencesOf(before, after)).toEqual([
    { field: "title", before: "A yacht", after: "Two yachts" },
    { field: "goods[0].quantity", before: "12", after: "13" },
    { field: "goods[0].unit", before: "", after: "kg" },
    { field: "goods[1].name", before: "", after: "Gold" },
    { field: "images[0].content", before: "3 B", after: "3 B" },
    { field: "narrative.follow_up", before: "Later", after: "" },
  ]);
});

test("what says the same is no difference", () => {
  expect(differencesOf(before, structuredClone(before))).toEqual([]);
});

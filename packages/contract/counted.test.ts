import { expect, test } from "vitest";
import { counted } from "./counted.ts";

test("one is of one, and none and many are of many", () => {
  expect([0, 1, 2].map((count) => counted(count, "vessel"))).toEqual([
    "0 vessels",
    "1 vessel",
    "2 vessels",
  ]);
  expect([1, 21].map((count) => counted(count, "entry", "entries"))).toEqual([
    "1 entry",
    "21 entries",
  ]);
});

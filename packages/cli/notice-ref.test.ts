import { expect, test } from "vitest";
import { fits, readRef } from "./notice-ref.ts";
import { shortId } from "./notice-facts.ts";
import { UsageError } from "./usage-error.ts";

const id = "01a20fc2-3214-7951-9ccf-1b6c03c4d4dd";

test("a whole name is taken as it is", () => {
  expect(readRef(`FJ/${id}`)).toEqual({ whole: { origin: "FJ", id, version: 0 } });
  expect(readRef(`fj/${id.toUpperCase()}/3`)).toEqual({ whole: { origin: "FJ", id, version: 3 } });
});

test("what a list shows of an id finds it again", () => {
  const named = readRef(shortId({ origin: "FJ", id }));
  expect(named).toMatchObject({ part: "03c4d4dd", origin: "FJ" });
  expect("part" in named && fits(named, { origin: "FJ", id })).toBe(true);
  expect("part" in named && fits(named, { origin: "TO", id })).toBe(false);
});

test("the beginning of an id does as well, with dashes or without", () => {
  for (const text of ["01a20fc2", "01a20fc2-3214", "01a20fc23214"]) {
    const named = readRef(text);
    expect("part" in named && fits(named, { origin: "FJ", id })).toBe(true);
  }
});

test.each(["FJ", "FJ/xyz", "12345", `FJ/${id}/x`, `FJ/${id}/1/2`])("%s names no notice", (text) => {
  expect(() => readRef(text)).toThrow(UsageError);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareDates, parsePartialDate } from "./partial-date.ts";

describe("a date", () => {
  test.each([
    ["1980", { year: 1980 }],
    ["1980-00-00", { year: 1980 }],
    ["1980-05", { year: 1980, month: 5 }],
    ["1980-02-29", { year: 1980, month: 2, day: 29 }],
  ])("%s is read as far as it is known", (text, date) => {
    expect(parsePartialDate(text)).toEqual(date);
  });

  test.each(["", "80", "0000", "1981-02-29", "1980-13", "1980-00-05", "1980-5-1", "5 May 1980"])(
    "%j is refused",
    (text) => {
      expect(parsePartialDate(text)).toBeUndefined();
    },
  );
});

describe("two dates", () => {
  test.each([
    ["1980-05-17", "1980-05-17", "same-day"],
    ["1980-05-17", "1980-05", "as-far-as-known"],
    ["1980", "1980-05-17", "as-far-as-known"],
    ["1980-05-07", "1980-07-05", "swapped"],
    ["1980-05-17", "1980-05-18", "near"],
    ["1980-05-17", "1986-05-17", "near"],
    ["1980", "1981-05-17", "near"],
    ["1980-05-17", "1980-06-18", "different"],
    ["1980-05-17", "1992-05-17", "different"],
    ["1980-05", "1980-06", "different"],
    ["1980", "1983", "different"],
  ] as const)("%s and %s are %s, whichever comes first", (one, other, agreement) => {
    const [a, b] = [parsePartialDate(one)!, parsePartialDate(other)!];
    expect([compareDates(a, b), compareDates(b, a)]).toEqual([agreement, agreement]);
  });
});

test("no text is read as a date that does not exist", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{4}-\d{2}-\d{2}$/), (text) => {
      const date = parsePartialDate(text);
      if (!date?.day) return;
      const time = new Date(`${text}T00:00:00Z`);
      expect(time.toISOString().slice(0, 10)).toBe(text);
    }),
  );
});

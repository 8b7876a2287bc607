import { expect, test } from "vitest";
import { type Ending, upToEnd } from "./ending.ts";

const minute = 60_000;
const noon = Date.UTC(2026, 10, 26, 12);

/** Whether records that were asked for at noon are known by heads at a time, at entry 40. */
function isKnown(asked: Partial<Ending>, headsAt: number): boolean {
  const found = { party: "FJ", span: [1, 9], archived: false, faults: [] } as const;
  const upTo = { index: 40, at: headsAt };
  const ending = { from: 0, until: 0, untilIndex: 0, now: noon, ...asked };
  return upToEnd({ ...found, upTo }, ending).upTo !== null;
}

test.each<[string, Partial<Ending>, number]>([
  ["without an end", {}, noon - 10 * minute],
  ["whose end is to come", { until: noon + 60 * minute }, noon - 10 * minute],
  ["from a time just past", { from: noon - 2 * minute }, noon - 2 * minute],
  ["from a time to come", { from: noon + minute }, noon + minute],
  ["whose end is just past", { until: noon - 3 * minute }, noon - 3 * minute],
  ["whose end is a while past", { until: noon - 15 * minute }, noon - 10 * minute],
  ["whose end is long past", { until: noon - 600 * minute }, noon - 590 * minute],
])("records %s are known by heads from a time on, and by no older ones", (_, asked, from) => {
  expect(isKnown(asked, from)).toBe(true);
  expect(isKnown(asked, from - 1)).toBe(false);
});

test("records before a place are known by heads behind it, and by recent ones", () => {
  const old = noon - 600 * minute;
  expect(isKnown({ untilIndex: 40 }, old)).toBe(true);
  expect(isKnown({ untilIndex: 41 }, old)).toBe(false);
  expect(isKnown({ untilIndex: 41 }, noon - minute)).toBe(true);
});

test("heads of a time to come tell of no end", () => {
  for (const asked of [{}, { until: noon - 600 * minute }, { untilIndex: 40 }]) {
    expect(isKnown(asked, noon + 10 * minute)).toBe(true);
    expect(isKnown(asked, noon + 10 * minute + 1)).toBe(false);
  }
});

import { StatsPeriod, StatsRow } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { delaysOf, participantsOf, volumesByParticipant, volumesByPeriod } from "./figures.ts";
import { matrixOf, shadeOf, SHADES } from "./matrix.ts";
import { durationTicks, linearTicks, logarithmic } from "./scale.ts";

const row = (its: Init<StatsRow>) => StatsRow.decode(StatsRow.encode(its));
const [day, next] = [Date.UTC(2026, 10, 26), Date.UTC(2026, 10, 27)];
const rows = [
  row({
    period: next,
    participant: "FJ",
    published: 2,
    receivedFrom: [{ origin: "TO", count: 1 }],
  }),
  row({
    period: day,
    participant: "TO",
    received: 3,
    acknowledged: 1,
    toReceived: { count: 3, median: 1_000, p95: 9_000 },
    receivedFrom: [
      { origin: "FJ", count: 2 },
      { origin: "WS", count: 1 },
    ],
  }),
  row({ period: day, participant: "", refused: 7 }),
  row({ period: next, participant: "TO", received: 1, receivedFrom: [{ origin: "FJ", count: 1 }] }),
];

describe("figures of the exchange", () => {
  test("are summed by period, in order, and by participant, whom nobody knows last", () => {
    expect(
      volumesByPeriod(rows, StatsPeriod.DAY).map(({ name, published, received, refused }) => [
        name,
        published,
        received,
        refused,
      ]),
    ).toEqual([
      ["2026-11-26", 0, 3, 7],
      ["2026-11-27", 2, 1, 0],
    ]);
    expect(volumesByParticipant(rows).map(({ name, received }) => [name, received])).toEqual([
      ["FJ", 0],
      ["TO", 4],
      ["", 0],
    ]);
    expect(participantsOf([])).toEqual([]);
  });

  test("have times only where something was measured", () => {
    expect(delaysOf(rows, StatsPeriod.DAY, "toReceived")).toEqual([
      { period: "2026-11-26", participant: "TO", count: 3, median: 1_000, p95: 9_000 },
    ]);
    expect(delaysOf(rows, StatsPeriod.DAY, "toAcknowledged")).toEqual([]);
  });

  test("say who received how much of whom, of all periods together", () => {
    expect(matrixOf(rows)).toEqual({
      publishers: ["FJ", "TO", "WS"],
      receivers: [
        { receiver: "FJ", counts: [0, 1, 0], total: 1 },
        { receiver: "TO", counts: [3, 0, 1], total: 4 },
      ],
      totals: [3, 1, 1],
      largest: 3,
    });
    expect(matrixOf([]).receivers).toEqual([]);
  });
});

test("a cell is darker the more it has, and never white when it has any", () => {
  expect([0, 1, 10, 1_000].map((count) => shadeOf(count, 1_000))).toEqual([0, 1, 2, SHADES]);
  expect(shadeOf(1, 1)).toBe(SHADES);
});

describe("a scale", () => {
  test("begins at 0, reaches the largest value, and has few round steps", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (largest) => {
        const ticks = linearTicks(largest);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(largest);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks.every(Number.isInteger)).toBe(true);
      }),
    );
  });

  test("of times has known durations around what was measured", () => {
    expect(durationTicks(1_300, 250_000)).toEqual([1_000, 10_000, 60_000, 600_000]);
    expect(durationTicks(0, 50).length).toBe(2);
    fc.assert(
      fc.property(fc.nat(1e10), fc.nat(1e10), (one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const ticks = durationTicks(from, to);
        const place = logarithmic(to, ticks[0]!, ticks.at(-1)!);
        expect(ticks.length).toBeGreaterThan(1);
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThanOrEqual(1);
      }),
    );
  });
});

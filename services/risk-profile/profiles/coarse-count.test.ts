import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { coarseCount } from "./coarse-count.ts";

const crowd = (size: number, name = "") => Array.from({ length: size }, (_, at) => `${name}${at}`);

test("a count is told in fives, never five off, and the same each time; few are told as none", () => {
  const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(key, fc.integer({ min: 0, max: 500 }), (its, size) => {
      const count = coarseCount(its, crowd(size));
      expect(count).toBe(coarseCount(its, crowd(size).reverse()));
      expect(count % 5).toBe(0);
      if (size <= 5) expect(count).toBe(0);
      if (size < 10) expect([0, 10]).toContain(count);
      else expect(Math.abs(count - size)).toBeLessThan(5);
    }),
  );
});

test("whether one more is counted cannot be told from an answer: either is rounded both ways", () => {
  const key = randomBytes(32);
  const of = (size: number) =>
    new Set(Array.from({ length: 200 }, (_, at) => coarseCount(key, crowd(size, `${at} `))));
  for (const size of [11, 12, 13, 14]) expect(of(size)).toEqual(new Set([10, 15]));
  // And on average it is right.
  const sum = Array.from({ length: 2_000 }, (_, at) =>
    coarseCount(key, crowd(13, `${at} `)),
  ).reduce((a, b) => a + b);
  expect(sum / 2_000).toBeGreaterThan(12.5);
  expect(sum / 2_000).toBeLessThan(13.5);
});

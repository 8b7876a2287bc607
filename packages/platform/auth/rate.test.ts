import fc from "fast-check";
import { expect, test } from "vitest";
import { Rate } from "./rate.ts";

test("a burst passes at once, and what comes after it is told how long to wait", () => {
  const rate = new Rate({ perSecond: 10, burst: 3 });
  expect([1, 2, 3].map(() => rate.take("fj-publisher", 1000))).toEqual([0, 0, 0]);
  expect(rate.take("fj-publisher", 1000)).toBe(100);
  expect(rate.take("fj-publisher", 1100)).toBe(0);
  expect(rate.take("fj-publisher", 1100)).toBe(100);
});

test("one principal does not use up what another may send", () => {
  const rate = new Rate({ perSecond: 1, burst: 1 });
  expect(rate.take("fj-publisher", 0)).toBe(0);
  expect(rate.take("fj-publisher", 0)).toBeGreaterThan(0);
  expect(rate.take("nz-publisher", 0)).toBe(0);
});

test("who is paced is never refused, and waits until the rate holds", () => {
  const rate = new Rate({ perSecond: 100, burst: 2 });
  const waits = [1, 2, 3, 4].map(() => rate.reserve("fj-publisher", 500));
  expect(waits).toEqual([0, 0, 10, 20]);
});

test("whatever the arrivals, no more than burst and rate pass in any time", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 }),
      (perSecond, burst, gaps) => {
        const rate = new Rate({ perSecond, burst });
        let now = 0;
        const passed: number[] = [];
        for (const gap of gaps) {
          now += gap;
          if (rate.take("p", now) === 0) passed.push(now);
        }
        for (const [i, from] of passed.entries()) {
          for (let j = i; j < passed.length; j++) {
            const most = burst + ((passed[j]! - from) * perSecond) / 1000;
            expect(j - i + 1).toBeLessThanOrEqual(most + 1e-6);
          }
        }
      },
    ),
  );
});

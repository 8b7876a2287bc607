import fc from "fast-check";
import { expect, test } from "vitest";
import { DeadlineQueue } from "./deadline-queue.ts";

const anySetting = fc.record({
  key: fc.integer({ min: 0, max: 9 }),
  at: fc.integer({ min: 0, max: 50 }),
});

test("what falls due is taken once, the earliest first, by what was set last", () => {
  fc.assert(
    fc.property(
      fc.array(anySetting, { maxLength: 60 }),
      fc.integer({ min: 0, max: 60 }),
      (settings, now) => {
        const deadlines = new DeadlineQueue<number>();
        const last = new Map<number, number>();
        for (const { key, at } of settings) {
          deadlines.set(key, at);
          last.set(key, at);
        }
        const set = [...last].filter(([, at]) => at > 0);
        expect(deadlines.next).toBe(Math.min(Infinity, ...set.map(([, at]) => at)));
        const due = deadlines.take(now);
        expect(due.toSorted()).toEqual(
          set.flatMap(([key, at]) => (at <= now ? key : [])).toSorted(),
        );
        const times = due.map((key) => last.get(key)!);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(deadlines.take(now)).toEqual([]);
      },
    ),
    { numRuns: 10_000 },
  );
});

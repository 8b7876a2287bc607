import fc from "fast-check";
import { expect, test } from "vitest";
import { higher, type Marks, releasedAgain, timesReleased, trimmed } from "./attempts.ts";

const end = 60;
const range = fc
  .tuple(fc.integer({ min: 0, max: end }), fc.integer({ min: 0, max: end }))
  .map(([a, b]) => ({ after: Math.min(a, b), upTo: Math.max(a, b) }));
const ranges = fc.array(range, { maxLength: 12 });

function play(releases: readonly { after: number; upTo: number }[]): {
  marks: Marks;
  times: number[];
} {
  const times = Array.from({ length: end + 2 }, () => 0);
  let marks: Marks = [];
  for (const { after, upTo } of releases) {
    for (let place = after + 1; place <= upTo; place++) times[place]! += 1;
    marks = releasedAgain(marks, after, upTo);
  }
  return { marks, times };
}

test("the marks tell of every place how often it has been released", () => {
  fc.assert(
    fc.property(ranges, (releases) => {
      const { marks, times } = play(releases);
      for (let place = 1; place <= end + 1; place++)
        expect(timesReleased(marks, place)).toBe(times[place]);
    }),
  );
});

test("of two calls side by side the marks keep the higher number at every place", () => {
  fc.assert(
    fc.property(ranges, ranges, (mine, theirs) => {
      const one = play(mine);
      const other = play(theirs);
      const marks = higher(one.marks, other.marks);
      for (let place = 1; place <= end + 1; place++)
        expect(timesReleased(marks, place)).toBe(Math.max(one.times[place]!, other.times[place]!));
    }),
  );
});

test("cutting the marks never makes a released copy look like one that was not, nor a new one released", () => {
  const many = fc.array(range, { minLength: 40, maxLength: 80 });
  fc.assert(
    fc.property(many, fc.integer({ min: 0, max: end }), (releases, confirmed) => {
      const { marks, times } = play(releases);
      const cut = trimmed(marks, confirmed);
      expect(cut.length).toBeLessThanOrEqual(32);
      for (let place = confirmed + 1; place <= end + 1; place++) {
        expect(timesReleased(cut, place)).toBeGreaterThanOrEqual(times[place]!);
        if (place > (marks.at(-1)?.position ?? 0)) expect(timesReleased(cut, place)).toBe(0);
      }
    }),
  );
});

test("a client that lost half of what it was sent gets that half with attempt 2 and the rest with 1", () => {
  const first = releasedAgain([], 10, 30);
  const second = trimmed(first, 20);
  expect(timesReleased(second, 25) + 1).toBe(2);
  expect(timesReleased(second, 31) + 1).toBe(1);
});

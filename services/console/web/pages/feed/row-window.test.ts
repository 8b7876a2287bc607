import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anchoredTop, rowWindow, topToSee } from "./row-window.ts";

describe("a window on a long list", () => {
  test("draws what is in sight and a little around it, of however many rows", () => {
    const { from, to } = rowWindow(5_000, { height: 36, top: 36_000, frame: 900 });
    expect(from).toBeLessThanOrEqual(1_000);
    expect(to).toBeGreaterThanOrEqual(1_025);
    expect(to - from).toBeLessThan(60);
  });

  test("never draws rows that are not there, and all that are in sight", () => {
    const place = fc.record({
      height: fc.integer({ min: 20, max: 120 }),
      top: fc.integer({ min: -50, max: 200_000 }),
      frame: fc.integer({ min: 0, max: 3_000 }),
    });
    fc.assert(
      fc.property(fc.nat(5_000), place, (count, its) => {
        const { from, to } = rowWindow(count, its);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(count);
        expect(from).toBeLessThanOrEqual(to);
        for (let row = 0; row < count; row += 7) {
          const start = row * its.height;
          const inSight = start + its.height > its.top && start < its.top + its.frame;
          if (inSight && its.top >= 0) expect(row >= from && row < to).toBe(true);
        }
      }),
    );
  });

  test("does not move when rows come and go above it", () => {
    const before = ["a", "b", "c", "d", "e"];
    const at = { height: 10, top: 24, frame: 30 };
    expect(anchoredTop(before, ["x", "y", ...before], at)).toBe(44);
    expect(anchoredTop(before, ["b", "c", "d", "e"], at)).toBe(14);
    expect(anchoredTop(before, ["x"], at)).toBe(24);
  });

  test("stays where it is when one of the rows in sight is taken elsewhere", () => {
    const before = ["a", "b", "c", "d", "e", "f"];
    const after = ["b", "c", "d", "e", "a", "f"];
    expect(anchoredTop(before, after, { height: 10, top: 0, frame: 40 })).toBe(0);
    expect(anchoredTop(before, after, { height: 10, top: 20, frame: 30 })).toBe(10);
  });

  test("moves as far as a chosen row needs and no farther", () => {
    const at = { height: 10, top: 100, frame: 50 };
    expect(topToSee(12, at)).toBe(100);
    expect(topToSee(3, at)).toBe(30);
    expect(topToSee(20, at)).toBe(160);
  });
});

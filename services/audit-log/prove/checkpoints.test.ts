import { expect, test } from "vitest";
import { shownOf } from "./checkpoints.ts";

const at = (size: number, publishedAt: number) => ({ size, note: `of ${size}`, publishedAt });

test("a cosigned checkpoint is shown while it is of all entries, or was signed within 15 seconds", () => {
  const signed = at(101, 4_000);
  const shownAt = (now: number) => shownOf({ signed, cosigned: at(100, 3_000) }, now)?.size;
  expect([4_000, 18_000, 18_001, 3_600_000].map(shownAt)).toEqual([100, 100, 101, 101]);
  expect(shownOf({ signed, cosigned: at(101, 4_000) }, 3_600_000)?.note).toBe("of 101");
  expect(shownOf({ signed }, 4_000)).toBe(signed);
  expect(shownOf({}, 4_000)).toBeUndefined();
});

test("a clock that went back shows an older checkpoint no longer than one that goes right", () => {
  const signed = at(101, 100_000);
  expect(shownOf({ signed, cosigned: at(100, 99_000) }, 50_000)).toBe(signed);
});

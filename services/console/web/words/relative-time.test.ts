import { expect, test } from "vitest";
import { relativeTime } from "./relative-time.ts";

const now = Date.UTC(2026, 0, 15, 12);
const HOUR = 3_600_000;

test("a time is told by days from two on, by hours from two on, else by minutes", () => {
  expect(relativeTime(now + 72 * HOUR, now, "en")).toBe("in 3 days");
  expect(relativeTime(now + 47.4 * HOUR, now, "en")).toBe("in 47 hr.");
  expect(relativeTime(now - 47.4 * HOUR, now, "en")).toBe("47 hr. ago");
  expect(relativeTime(now - 47.9 * HOUR, now, "en")).toBe("2 days ago");
  expect(relativeTime(now + 1.5 * HOUR, now, "en")).toBe("in 90 min.");
  expect(relativeTime(now - 50 * HOUR, now, "en")).toBe("2 days ago");
  expect(relativeTime(now - 4 * HOUR - 56 * 60_000, now, "en")).toBe("5 hr. ago");
  expect(relativeTime(now - 119.6 * 60_000, now, "en")).toBe("2 hr. ago");
  expect(relativeTime(now - 3 * HOUR, now, "fr")).toBe("il y a 3\u00a0h");
});

test("what is to come is never told as further off than it is", () => {
  expect(relativeTime(now + 60 * HOUR, now, "en")).toBe("in 2 days");
  expect(relativeTime(now + 48 * HOUR, now, "en")).toBe("in 2 days");
  expect(relativeTime(now + 47.9 * HOUR, now, "en")).toBe("in 47 hr.");
  expect(relativeTime(now + 4 * HOUR + 56 * 60_000, now, "en")).toBe("in 4 hr.");
  expect(relativeTime(now + 119.6 * 60_000, now, "en")).toBe("in 119 min.");
});

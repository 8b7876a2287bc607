import { expect, test } from "vitest";
import { dayOf, sliderDays, startOf, within } from "./time-window.ts";

const at = (text: string) => ({ at: Date.parse(text) });
const notices = [at("2026-01-01T00:00Z"), at("2026-01-07T23:59:59Z"), at("2026-01-08T00:00Z")];

test("a window has its last day to the end, and as many days before as it is long", () => {
  const lastDay = dayOf(Date.parse("2026-01-07T12:00Z"));
  expect(within(notices, { lastDay, length: 1 })).toEqual([notices[1]]);
  expect(within(notices, { lastDay, length: 7 })).toEqual([notices[0], notices[1]]);
  expect(within(notices, { lastDay: lastDay - 1, length: 1 })).toEqual([]);
});

test("a window over all time ends at its last day too: so the slider plays what came when", () => {
  const lastDay = dayOf(Date.parse("2026-01-07"));
  expect(within(notices, { lastDay, length: 0 })).toHaveLength(2);
  expect(within(notices, { lastDay: lastDay + 1, length: 0 })).toHaveLength(3);
});

test("the slider goes from the first event to today, or to what is announced after it", () => {
  const now = Date.parse("2026-01-05T10:00Z");
  expect(sliderDays(notices, now)).toEqual({
    first: dayOf(Date.parse("2026-01-01")),
    last: dayOf(Date.parse("2026-01-08")),
  });
  expect(sliderDays([], now)).toEqual({ first: dayOf(now), last: dayOf(now) });
  expect(startOf(dayOf(now))).toBe(Date.parse("2026-01-05"));
});

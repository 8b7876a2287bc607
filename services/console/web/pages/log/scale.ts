/** Round values from 0 to at least a largest one, about five: 0, 20, 40, … */
export function linearTicks(largest: number): number[] {
  if (largest <= 0) return [0, 1];
  const rough = largest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10) * power);
  const count = Math.ceil(largest / step);
  return Array.from({ length: count + 1 }, (_, i) => i * step);
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DURATIONS = [
  SECOND / 10,
  SECOND,
  10 * SECOND,
  MINUTE,
  10 * MINUTE,
  HOUR,
  6 * HOUR,
  DAY,
  7 * DAY,
  30 * DAY,
  365 * DAY,
];

/** Durations (ms) that people know, from one below the shortest to one above the longest. */
export function durationTicks(shortest: number, longest: number): number[] {
  const first = Math.max(
    0,
    DURATIONS.findLastIndex((each) => each <= shortest),
  );
  const above = DURATIONS.findIndex((each) => each >= longest);
  const last = above < 0 ? DURATIONS.length - 1 : Math.max(above, first + 1);
  return DURATIONS.slice(first, last + 1);
}

/** The place of a value between two, from 0 to 1. */
export function linear(value: number, from: number, to: number): number {
  return to === from ? 0 : clamped((value - from) / (to - from));
}

/** The same by orders of magnitude; both ends above 0. */
export function logarithmic(value: number, from: number, to: number): number {
  return value <= from ? 0 : linear(Math.log(value), Math.log(from), Math.log(to));
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, share));
}

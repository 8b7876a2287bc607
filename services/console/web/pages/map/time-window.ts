const DAY = 86_400_000;

/** How long a window may be, in days; 0 for all time. */
export const lengths = [1, 7, 30, 90, 365, 0] as const;
export type Length = (typeof lengths)[number];

/** A stretch of time: whole days of UTC, the last one included. */
export interface TimeWindow {
  /** Days since 1970. */
  readonly lastDay: number;
  readonly length: Length;
}

interface Timed {
  /** Unix ms. */
  readonly at: number;
}

/** Days since 1970 (UTC) of a time, Unix ms. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY);
}

/** The first moment of a day, Unix ms. */
export function startOf(day: number): number {
  return day * DAY;
}

/** The days over which the slider goes: from the first event to today, or to the last one when that is later. */
export function sliderDays(
  timed: readonly Timed[],
  now: number,
): { readonly first: number; readonly last: number } {
  const days = timed.map(({ at }) => dayOf(at));
  const today = dayOf(now);
  return { first: Math.min(today, ...days), last: Math.max(today, ...days) };
}

/** What lies in a window. */
export function within<Each extends Timed>(
  timed: readonly Each[],
  { lastDay, length }: TimeWindow,
): Each[] {
  return timed.filter(({ at }) => {
    const day = dayOf(at);
    return day <= lastDay && (length === 0 || day > lastDay - length);
  });
}

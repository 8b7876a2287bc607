import { TimePrecision } from "@talanoa/contract/generated/talanoa.ts";

const DAY = 24 * 60 * 60 * 1000;

/** Whether a header's event (Unix ms) is known by its day alone: that is written as the day's first moment in UTC. */
export function isDay(eventAt: number): boolean {
  return eventAt % DAY === 0;
}

/**
 * Whether a time is only known by its day or less: such a day is written in UTC and may begin
 * hours before it does there. True when the precision is not known.
 */
export function isDayOrLonger(precision: TimePrecision | undefined): boolean {
  return precision !== TimePrecision.MINUTE && precision !== TimePrecision.HOUR;
}

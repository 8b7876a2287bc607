import { TimePrecision } from "@talanoa/contract/generated/talanoa.ts";

/**
 * Whether a time is only known by its day or less: such a day is written in UTC and may begin
 * hours before it does there. True when the precision is not known.
 */
export function isDayOrLonger(precision: TimePrecision | undefined): boolean {
  return precision !== TimePrecision.MINUTE && precision !== TimePrecision.HOUR;
}

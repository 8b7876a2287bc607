import type { PartialDate } from "../model/traveller.ts";

// Outside of these a date is a slip of the sender's.
const FIRST_YEAR = 1850;
const LAST_YEAR = 2199;

/** A day of the calendar with a year of four digits; undefined where there is none such. */
export function isoDay(year: number, month: number, day: number): string | undefined {
  if (!isYear(year)) return undefined;
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return undefined;
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}

/** As isoDay; a day or month of 0 is unknown. */
export function partialDate(year: number, month: number, day: number): PartialDate | undefined {
  if (!isYear(year)) return undefined;
  if (month === 0 && day === 0) return { value: digits(year, 4), precision: "year" };
  if (day === 0) {
    if (month < 1 || month > 12) return undefined;
    return { value: `${digits(year, 4)}-${digits(month, 2)}`, precision: "month" };
  }
  const value = isoDay(year, month, day);
  return value === undefined ? undefined : { value, precision: "day" };
}

/** `0915` or `115500` with colons; undefined where it is no time of a day. 2400 is none. */
export function isoTime(text: string): string | undefined {
  if (!/^(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?$/.test(text)) return undefined;
  const minutes = `${text.slice(0, 2)}:${text.slice(2, 4)}`;
  return text.length === 6 ? `${minutes}:${text.slice(4)}` : minutes;
}

function isYear(year: number): boolean {
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

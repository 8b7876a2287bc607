import type { Issues } from "../issue.ts";
import type { Moment } from "../model/flight.ts";
import type { PartialDate } from "../model/traveller.ts";
import { isoDay, isoTime, partialDate } from "./calendar.ts";
import { type DateOf, withCentury } from "./century.ts";

/** How a date is written: year first as in DTM and UNB, or day first as in DAT and TVL. */
export type DateOrder = "year-first" | "day-first";

const MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";

/**
 * A date of flights and transactions, six digits or eight, with a time or without. Flights of two-digit
 * years are of this century: the messages are younger than it.
 */
export function readMoment(
  date: string,
  time: string,
  order: DateOrder,
  issues: Issues,
  element: string,
): Moment | undefined {
  if (date === "") return undefined;
  const day = dayOf(date, order);
  if (day === undefined) {
    issues.add("bad-date", element);
    return undefined;
  }
  if (time === "") return day;
  const clock = isoTime(time);
  if (clock === undefined) issues.add("bad-time", element);
  return clock === undefined ? day : `${day}T${clock}`;
}

/** Date and time in one, as DTM writes them: `2107131100`, `202107131100`, `210713`. */
export function readJoinedMoment(
  text: string,
  issues: Issues,
  element: string,
): Moment | undefined {
  const dateLength = text.length === 8 || text.length >= 12 ? 8 : 6;
  const [date, time] = [text.slice(0, dateLength), text.slice(dateLength)];
  return readMoment(date, time, "year-first", issues, element);
}

function dayOf(date: string, order: DateOrder): string | undefined {
  if (!/^\d{6}(?:\d\d)?$/.test(date)) return undefined;
  const isLong = date.length === 8;
  const yearWidth = isLong ? 4 : 2;
  const at = (from: number, width: number) => Number(date.slice(from, from + width));
  const century = isLong ? 0 : 2000;
  return order === "year-first"
    ? isoDay(century + at(0, yearWidth), at(yearWidth, 2), at(yearWidth + 2, 2))
    : isoDay(century + at(4, yearWidth), at(2, 2), at(0, 2));
}

/** What a date of a person or document needs besides its text. */
export interface DateContext {
  /** The flight's date; "" where the message has none. */
  readonly flightDate: string;
  readonly issues: Issues;
}

/**
 * A date of DTM: `930408`, `19350919`, `1935`, with the format code that stands beside it (2379: 101, 102,
 * 602, 609, 610). Unknown days and months are 00 or XX.
 */
export function readNumericDate(
  text: string,
  format: string,
  what: DateOf,
  { flightDate, issues }: DateContext,
  element: string,
): PartialDate | undefined {
  if (text === "") return undefined;
  const known = text.toUpperCase().replace(/X/g, "0");
  const parts = /^\d+$/.test(known) ? numericParts(known, format) : undefined;
  return complete(parts, what, flightDate, issues, element);
}

interface Parts {
  readonly year: number;
  readonly fullYear: boolean;
  readonly month: number;
  readonly day: number;
}

function numericParts(text: string, format: string): Parts | undefined {
  const at = (from: number, to: number) => Number(text.slice(from, to) || "0");
  if (format === "2" && text.length === 6) {
    return { year: at(4, 6), fullYear: false, month: at(2, 4), day: at(0, 2) };
  }
  switch (text.length) {
    case 4:
      return format === "609"
        ? { year: at(0, 2), fullYear: false, month: at(2, 4), day: 0 }
        : { year: at(0, 4), fullYear: true, month: 0, day: 0 };
    case 6:
      return format === "610"
        ? { year: at(0, 4), fullYear: true, month: at(4, 6), day: 0 }
        : { year: at(0, 2), fullYear: false, month: at(2, 4), day: at(4, 6) };
    case 8:
    case 12:
      return { year: at(0, 4), fullYear: true, month: at(4, 6), day: at(6, 8) };
    case 10:
      return { year: at(0, 2), fullYear: false, month: at(2, 4), day: at(4, 6) };
    default:
      return undefined;
  }
}

/** A date as requests write it: `12JUL64`, `12JUL1964`, `JUL64`; days XX or 00 are unknown. */
export function readTextDate(
  text: string,
  what: DateOf,
  { flightDate, issues }: DateContext,
  element: string,
): PartialDate | undefined {
  if (text === "") return undefined;
  const [, day = "0", name = "", year = ""] =
    /^(\d\d?|XX)?([A-Z]{3})(\d{4}|\d\d)$/.exec(text.toUpperCase()) ?? [];
  const month = MONTHS.indexOf(name);
  const parts =
    year === "" || month < 0 || month % 3 !== 0
      ? undefined
      : {
          year: Number(year),
          fullYear: year.length === 4,
          month: month / 3 + 1,
          day: day === "XX" ? 0 : Number(day),
        };
  return complete(parts, what, flightDate, issues, element);
}

function complete(
  parts: Parts | undefined,
  what: DateOf,
  flightDate: string,
  issues: Issues,
  element: string,
): PartialDate | undefined {
  if (!parts) {
    issues.add("bad-date", element);
    return undefined;
  }
  if (!parts.fullYear && flightDate === "") {
    issues.add("unknown-century", element);
    return undefined;
  }
  const date = parts.fullYear
    ? partialDate(parts.year, parts.month, parts.day)
    : withCentury(parts, flightDate, what);
  if (!date) issues.add("bad-date", element);
  return date;
}

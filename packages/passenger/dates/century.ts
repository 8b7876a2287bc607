import type { PartialDate } from "../model/traveller.ts";
import { partialDate } from "./calendar.ts";

/** Year of two digits, month and day as sent; 0 where unknown. */
export interface ShortDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** What a date is: one that lies behind a flight, as births and issues do, or the end of a document. */
export type DateOf = "past" | "expiry";

/**
 * The century of a date by the flight's (`2021-07-13…`): of what lies in the past, the latest date not
 * after it; of an expiry, the nearest. Undefined where the calendar has no such date.
 */
export function withCentury(
  date: ShortDate,
  flightDate: string,
  what: DateOf,
): PartialDate | undefined {
  const flightYear = Number(flightDate.slice(0, 4));
  const sameCentury = flightYear - (flightYear % 100) + date.year;
  if (what === "expiry") {
    const distance = sameCentury - flightYear;
    const shift = distance > 50 ? -100 : distance < -49 ? 100 : 0;
    return partialDate(sameCentury + shift, date.month, date.day);
  }
  const found = partialDate(sameCentury, date.month, date.day);
  const isAfter = found !== undefined && found.value > flightDate.slice(0, found.value.length);
  // The 29th of February is in one of the two centuries at least, unless it is of the year 00.
  return isAfter || !found ? partialDate(sameCentury - 100, date.month, date.day) : found;
}

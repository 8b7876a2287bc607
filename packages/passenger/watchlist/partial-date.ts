/** A date known to the year, the month or the day. */
export interface PartialDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month?: number;
  /** 1 to 31; only with a month. */
  readonly day?: number;
}

const written = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** Reads YYYY, YYYY-MM or YYYY-MM-DD, months and days of 00 being unknown; undefined for all else. */
export function parsePartialDate(text: string): PartialDate | undefined {
  const [, ...parts] = written.exec(text) ?? [];
  const [year = 0, month = 0, day = 0] = parts.map((part) => Number(part ?? 0));
  if (year < 1 || month > 12 || (day > 0 && month === 0)) return undefined;
  if (day > daysOf(year, month)) return undefined;
  return { year, ...(month > 0 && { month }), ...(day > 0 && { day }) };
}

function daysOf(year: number, month: number): number {
  return month === 0 ? 0 : new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/**
 * How two dates agree: to the day; as far as both are known; with day and month swapped; near, as by a
 * slip (one digit another, or a neighbouring year where only the year is known); or not.
 */
export type DateAgreement = "same-day" | "as-far-as-known" | "swapped" | "near" | "different";

/** Compares two dates, whichever comes first. */
export function compareDates(one: PartialDate, other: PartialDate): DateAgreement {
  const known = knownInBoth(one, other);
  const differing = known.filter(([a, b]) => a !== b);
  if (differing.length === 0) return known.length === 3 ? "same-day" : "as-far-as-known";
  if (known.length < 3) {
    const isNextYear = known.length === 1 && Math.abs(one.year - other.year) === 1;
    return isNextYear ? "near" : "different";
  }
  const isSwapped = one.year === other.year && one.month === other.day && one.day === other.month;
  if (isSwapped) return "swapped";
  return differing.length === 1 && differsInOneDigit(...differing[0]!) ? "near" : "different";
}

function knownInBoth(one: PartialDate, other: PartialDate): [number, number][] {
  const pairs: [number | undefined, number | undefined][] = [
    [one.year, other.year],
    [one.month, other.month],
    [one.day, other.day],
  ];
  return pairs.filter((pair): pair is [number, number] => !pair.includes(undefined));
}

function differsInOneDigit(one: number, other: number): boolean {
  const [a, b] = [one, other].map((number) => String(number).padStart(4, "0"));
  return Array.from(a!).filter((digit, place) => digit !== b![place]).length === 1;
}

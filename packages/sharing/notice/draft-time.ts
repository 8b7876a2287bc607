const FORM =
  /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?)?$/;

export type WrittenPrecision = "month" | "day" | "minute";

/** A time as a person wrote it: its first and last millisecond (Unix ms, UTC). */
export interface WrittenTime {
  readonly first: number;
  readonly last: number;
  readonly precision: WrittenPrecision;
}

/**
 * Reads a month (2025-07), a date (2025-07-14) or a time with its offset
 * (2025-07-14T09:30+12:00). Null for anything else, also for a day that is in no calendar.
 * Months and dates are taken in UTC.
 */
export function readTime(text: string): WrittenTime | null {
  const match = FORM.exec(text.trim());
  if (!match) return null;
  const [year, month, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part))) as [number, number];
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const offset = offsetOf(match[7]);
  if (offset === null) return null;
  const first = Date.UTC(year, month - 1, day, hour, minute, second) - offset;
  if (match[7]) return { first, last: first, precision: "minute" };
  if (match[3]) return { first, last: Date.UTC(year, month - 1, day + 1) - 1, precision: "day" };
  return { first, last: Date.UTC(year, month, 1) - 1, precision: "month" };
}

/** The first millisecond of a written time; 0 for none. */
export function firstMoment(text: string | undefined): number {
  return text ? (readTime(text)?.first ?? 0) : 0;
}

function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function offsetOf(text: string | undefined): number | null {
  if (!text || text === "Z") return 0;
  const [hours, minutes] = text.slice(1).split(":").map(Number) as [number, number];
  if (hours > 14 || minutes > 59) return null;
  return (text.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

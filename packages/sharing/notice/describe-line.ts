import { TimePrecision } from "@talanoa/contract/generated/talanoa.ts";
import { wordOf } from "@talanoa/contract/words.ts";
import { isDayOrLonger } from "./rules-of/event-time.ts";

/** One line of a notice as a person reads it, with the lines that belong under it. */
export interface Line {
  readonly label: string;
  /** Empty for a line that only heads others. */
  readonly value: string;
  readonly lines: readonly Line[];
  /** The value is the word of a code, which a page may say in another language. */
  readonly isCode?: true;
}

/** A line, or none when there is nothing to say. */
export function line(label: string, value: string | number | null | undefined): Line[] {
  if (value === null || value === undefined || value === "" || value === 0) return [];
  return [{ label, value: shown(String(value)), lines: [] }];
}

/** The line of a code by its word, or none for 0. */
export function coded(
  label: string,
  words: { readonly [code: number]: string },
  code: number | undefined,
): Line[] {
  return code ? line(label, wordOf(words, code)).map((its) => ({ ...its, isCode: true })) : [];
}

/** A line with others under it, or none when there are none. */
export function group(label: string, value: string, lines: readonly Line[]): Line[] {
  return value || lines.length > 0 ? [{ label, value: shown(value), lines }] : [];
}

// A reader's terminal or page must not obey what a copy says, whoever sent it.
const UNSAFE = /(?![\n\t])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

/** A text with characters that control a terminal or turn the writing made visible. */
export function shown(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const hex = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
    return `<U+${hex}>`;
  });
}

/** A code with the name that a table has for it: `FJ (Fiji)`. */
export function named(code: string, name: string | undefined): string {
  return code && name ? `${code} (${name})` : code;
}

/** A number with its unit: `1646.8 kg`. */
export function measured(amount: number, unit: string): string {
  return [String(amount), unit].filter(Boolean).join(" ");
}

/** Unix ms as `2025-07-14 09:30 UTC`, or only its date; a time that is none as its number. */
export function instant(time: number, dateOnly = false): string {
  if (time === 0) return "";
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  const text = date.toISOString();
  return dateOnly ? text.slice(0, 10) : `${text.slice(0, 16).replace("T", " ")} UTC`;
}

/** A time as exact as it is known, or from when to when: `2025-07-14 – 2025-07-16`, alike in every language. */
export function eventTime(time: { startAt: number; endAt: number; precision: number }): string {
  const { startAt, endAt, precision } = time;
  if (precision === TimePrecision.MONTH) return instant(startAt, true).slice(0, 7);
  const dateOnly = isDayOrLonger(precision as TimePrecision);
  const start = instant(startAt, dateOnly);
  const end = instant(endAt, dateOnly);
  return end && end !== start ? `${start} – ${end}` : start;
}

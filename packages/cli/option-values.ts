import { InvalidArgumentError } from "commander";
import { codeOf } from "@talanoa/contract/words.ts";
import { readTime } from "@talanoa/sharing/notice/draft-time.ts";

/** A whole number from 1. */
export function countOption(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new InvalidArgumentError("Give a whole number from 1.");
  return count;
}

/** How many lines: a whole number from 0. */
export function linesOption(text: string): number {
  if (!/^\d{1,15}$/.test(text.trim()))
    throw new InvalidArgumentError("Give how many lines, as 100.");
  return Number(text);
}

/** A number from 0, whole or not. */
export function secondsOption(text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !(seconds >= 0 && seconds < 1e7))
    throw new InvalidArgumentError("Give seconds, as 30.");
  return seconds;
}

/** Words with commas between, each one of those known. */
export function wordsOption<Code extends number>(words: { readonly [Key in Code]: string }) {
  return (text: string): Code[] =>
    listOption(text).map((word) => {
      const code = codeOf(words, word);
      if (code !== undefined) return code;
      throw new InvalidArgumentError(`Give ${Object.values(words).join(", ")}.`);
    });
}

/** Texts with commas between. */
export function listOption(text: string): string[] {
  return text
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
}

/** Codes of participants with commas between, in any case. */
export function participantsOption(text: string): string[] {
  return listOption(text).map((each) => each.toUpperCase());
}

const UNITS: { readonly [unit: string]: number } = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** What a day is in `--from` and its like. */
export const UTC_DAYS =
  "A day is from midnight to midnight UTC; a time needs Z or its offset, as +12:00.";

/** A time as Unix ms: a month, day or time with its offset, or how long ago, as 90m, 24h, `7d ago`. */
export function timeOption(text: string): number {
  const [, count, unit = ""] = /^(\d{1,6})([mhd])(?:\s*ago)?$/.exec(text.trim()) ?? [];
  if (count) return Date.now() - Number(count) * UNITS[unit]!;
  const time = readTime(text);
  if (!time)
    throw new InvalidArgumentError(`Give 2025-07-14, 2025-07-14T09:30+12:00 or 24h. ${UTC_DAYS}`);
  return time.first;
}

/** The end of a span: the last moment of a month or a day. */
export function untilOption(text: string): number {
  const time = readTime(text);
  return time ? time.last + 1 : timeOption(text);
}

/** Words given by one option, with commas, or by several. */
export function several(value: string, before: string[] | undefined): string[] {
  const words = value.split(",").map((word) => word.trim());
  return [...(before ?? []), ...words.filter((word) => word !== "")];
}

/** A time to come, as a draft has it: a day, a time with its offset, or how long from now, as 48h or 7d. */
export function deadlineOption(text: string): string {
  const [, count, unit = ""] = /^(\d{1,6})([mhd])$/.exec(text.trim()) ?? [];
  if (count) return new Date(Date.now() + Number(count) * UNITS[unit]!).toISOString();
  if (!readTime(text))
    throw new InvalidArgumentError(
      `Give 2025-07-14, 2025-07-14T09:30+12:00, 48h or 7d. ${UTC_DAYS}`,
    );
  return text.trim();
}

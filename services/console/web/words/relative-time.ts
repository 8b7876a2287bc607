import type { Language } from "./words.ts";

const MINUTE = 60_000;
const units = [
  { unit: "day", long: 1_440 * MINUTE, from: 2 * 1_440 * MINUTE },
  { unit: "hour", long: 60 * MINUTE, from: 2 * 60 * MINUTE },
  { unit: "minute", long: MINUTE, from: 0 },
] as const;

const formats = {
  en: new Intl.RelativeTimeFormat("en", { style: "short" }),
  fr: new Intl.RelativeTimeFormat("fr", { style: "short" }),
};

/**
 * How far a time is from now, both Unix ms: `in 3 days`, `il y a 2 h`. What is past is told to the nearest, what is to come
 * by whole units, so that nobody is told to have more time than there is.
 */
export function relativeTime(at: number, now: number, language: Language): string {
  const far = Math.abs(at - now);
  const isToCome = at > now;
  // What would round to a whole of the next unit is told by that: 48 hours are 2 days.
  const margin = (i: number) => (isToCome ? 0 : (units[i + 1]?.long ?? 0) / 2);
  const { unit, long } = units.find(({ from }, i) => far >= from - margin(i))!;
  const count = isToCome ? Math.floor(far / long) : -Math.round(far / long);
  return formats[language].format(count, unit);
}

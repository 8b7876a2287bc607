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

/** How far a time is from now, both Unix ms, to the nearest: `in 3 days`, `il y a 2 h`. */
export function relativeTime(at: number, now: number, language: Language): string {
  const far = Math.abs(at - now);
  // What would round to a whole of the next unit is told by that: 48 hours are 2 days.
  const { unit, long } = units.find(({ from }, i) => far >= from - (units[i + 1]?.long ?? 0) / 2)!;
  return formats[language].format(Math.sign(at - now) * Math.round(far / long), unit);
}

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

/** How far a time is from now, both Unix ms: `in 3 days`, `il y a 2 h`. Of what has begun only the whole counts. */
export function relativeTime(at: number, now: number, language: Language): string {
  const far = Math.abs(at - now);
  const { unit, long } = units.find(({ from }) => far >= from)!;
  return formats[language].format(Math.sign(at - now) * Math.floor(far / long), unit);
}

import { StatsPeriod } from "@talanoa/contract/generated/talanoa.ts";

const DAY = 24 * 60 * 60 * 1_000;

/** `2026-11-26`, `2026-W48` (ISO 8601) or `2026-11`; empty for all times together. */
export const periodName: { readonly [Each in StatsPeriod]: (start: number) => string } = {
  [StatsPeriod.UNSPECIFIED]: () => "",
  [StatsPeriod.DAY]: (start) => new Date(start).toISOString().slice(0, 10),
  [StatsPeriod.WEEK](start) {
    // A week belongs to the year in which its Thursday lies.
    const thursday = start + 3 * DAY;
    const year = new Date(thursday).getUTCFullYear();
    const week = 1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY));
    return `${year}-W${String(week).padStart(2, "0")}`;
  },
  [StatsPeriod.MONTH]: (start) => new Date(start).toISOString().slice(0, 7),
};

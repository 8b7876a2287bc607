import { StatsPeriod } from "@talanoa/contract/generated/talanoa.ts";

const DAY = 24 * 60 * 60 * 1_000;
/** 1 January 1970 was a Thursday: the Monday before it. */
const MONDAY = -3 * DAY;

/** When the period of a time begins, both Unix ms, in UTC. A period without a row does not compile. */
export const periodStart: { readonly [Each in StatsPeriod]: (at: number) => number } = {
  [StatsPeriod.UNSPECIFIED]: () => 0,
  [StatsPeriod.DAY]: (at) => Math.floor(at / DAY) * DAY,
  [StatsPeriod.WEEK]: (at) => Math.floor((at - MONDAY) / (7 * DAY)) * 7 * DAY + MONDAY,
  [StatsPeriod.MONTH](at) {
    const date = new Date(at);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  },
};

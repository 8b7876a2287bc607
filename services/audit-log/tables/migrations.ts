import type { Step } from "@talanoa/contract/records.ts";
import type { UNKNOWN_STEP } from "@talanoa/sharing/record/unknown-step.ts";
import { createLog } from "./create-log.ts";

/** How a step stands in the database; never change a number. */
export const stepCodes = {
  unknown: 0,
  accepted: 1,
  refused: 2,
  routed: 3,
  released: 4,
  received: 5,
  opened: 6,
  acknowledged: 7,
  "directory-changed": 8,
  queried: 9,
  "consent-asked": 10,
  "consent-granted": 11,
  "consent-refused": 12,
  recalled: 13,
  "erasure-ordered": 14,
  destroyed: 15,
  outcome: 16,
  withdrawn: 17,
  expired: 18,
  erased: 19,
  overdue: 20,
  heads: 21,
  "subscription-dropped": 22,
  screened: 40,
  "watchlist-changed": 41,
  "flag-decided": 42,
  "profile-changed": 43,
  reidentified: 44,
  "country-groups-changed": 45,
  "profile-tried": 46,
} as const satisfies { readonly [Each in Step | typeof UNKNOWN_STEP]: number };

/** The reader of the whole log, among the parties; no participant's id looks like it. */
export const WHOLE_LOG = "*";

/** Entries that share one row of time_spans. */
export const SPAN = 1024;

export const migrations = {
  "0001-log": { up: createLog },
};

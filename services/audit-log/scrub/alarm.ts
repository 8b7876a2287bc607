import type { Logger } from "@talanoa/platform/logging.ts";
import { alteredRows, scrubClean, scrubbedEntries } from "../measures.ts";
import type { Scrubbed } from "./scrub.ts";

/** Tells what a scrub found, whoever asked for it: a difference is an alarm. */
export function tellOutcome(log: Logger, { difference, entries }: Scrubbed): void {
  scrubbedEntries.add(entries);
  scrubClean.record(difference ? 0 : 1);
  if (!difference) return;
  alteredRows.add(1);
  const { table, index, column, says, next } = difference;
  log.error({ table, index, column, next }, `the log is not what its records say: ${says}`);
}

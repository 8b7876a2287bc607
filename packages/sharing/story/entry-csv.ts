import { refText } from "../notice/ref-text.ts";
import { noticesOf } from "../record/notices.ts";
import { csvCell } from "../text/csv.ts";
import { isoTime } from "../text/time-text.ts";
import { entryState } from "./entry-state.ts";
import type { ShownEntry } from "./shown-entry.ts";
import { summaryOf } from "./summary.ts";

export const csvHead = "index,time,step,participant,principal,exercise,notices,what";

/** An entry of the log as a line of CSV, without its end. Times are UTC; formulas are disarmed. */
export function csvLine(entry: Omit<ShownEntry, "row">): string {
  const { index, at, step, parts } = entry;
  const { participant, principal, exercise, says } = summaryOf(entry);
  const named = parts.flatMap(({ facts }) => (facts ? noticesOf(facts) : []));
  const notices = [...new Set(named.map((notice) => refText(notice)))].join(" ");
  const cells = [String(index), isoTime(at) ?? "", step, participant, principal];
  return [...cells, exercise ? "yes" : "no", notices, says].map(csvCell).join(",");
}

export const answerCsvHead = `${csvHead},state`;

/** The same with the state of the entry, which other entries say: empty when it was not told. */
export function answerCsvLine(entry: Omit<ShownEntry, "row">): string {
  return `${csvLine(entry)},${csvCell(entryState(entry))}`;
}

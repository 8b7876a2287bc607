import { refText } from "@talanoa/client/publication.ts";
import type { LogEntry } from "@talanoa/client/log.ts";
import { noticesOf } from "@talanoa/sharing/record/notices.ts";
import { plain } from "../plain-text.ts";
import { isoTime } from "@talanoa/client/times.ts";

/** Every line of RFC 4180 ends so. */
export const END = "\r\n";

export const csvHead = "index,time,step,participant,principal,exercise,notices,what";

/** What an entry says in short. */
export interface Summary {
  readonly participant: string;
  readonly principal: string;
  readonly exercise: boolean;
  readonly says: string;
}

/** An entry of the log as a line of CSV, without its end. Times are UTC. */
export function csvLine({ index, at, step, parts }: LogEntry, summary: Summary): string {
  const { participant, principal, exercise, says } = summary;
  const named = parts.flatMap(({ facts }) => (facts ? noticesOf(facts) : []));
  const notices = [...new Set(named.map((notice) => refText(notice)))].join(" ");
  const cells = [String(index), isoTime(at) ?? "", step, participant, principal];
  return [...cells, exercise ? "yes" : "no", notices, says].map(csvCell).join(",");
}

/**
 * A cell of CSV (RFC 4180). One that a spreadsheet would take for a formula gets an apostrophe before it,
 * as OWASP advises; what would break the line becomes a space.
 */
export function csvCell(text: string): string {
  const its = plain(text);
  const safe = /^\s*[=+\-@]/.test(its) ? `'${its}` : its;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows of any table, the first with the names of its columns. */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  const cell = (its: string | number) => (typeof its === "number" ? String(its) : csvCell(its));
  return rows.map((row) => `${row.map(cell).join(",")}${END}`).join("");
}

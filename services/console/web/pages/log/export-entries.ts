import type { LogEntry } from "@talanoa/client/log.ts";
import { answerCsvHead, answerCsvLine } from "@talanoa/sharing/story/entry-csv.ts";
import { entryJson } from "@talanoa/sharing/story/entry-json.ts";
import { END } from "@talanoa/sharing/text/csv.ts";

/** Entries as a table for a spreadsheet, as `talanoa log query --format csv` writes it: formulas are disarmed. */
export function entriesCsv(entries: readonly LogEntry[]): string {
  return [answerCsvHead, ...entries.map(answerCsvLine)].map((line) => line + END).join("");
}

/** Entries as lines of JSON, as `talanoa log query --json` writes them. */
export function entriesJson(entries: readonly LogEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entryJson(entry))}\n`).join("");
}

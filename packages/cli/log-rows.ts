import type { LogEntry } from "@talanoa/client/log.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type { Context } from "./context.ts";
import { english } from "@talanoa/sharing/story/english.ts";
import { answerCsvHead, answerCsvLine } from "@talanoa/sharing/story/entry-csv.ts";
import { entryJson } from "@talanoa/sharing/story/entry-json.ts";
import { entryState } from "@talanoa/sharing/story/entry-state.ts";
import { summaryOf } from "@talanoa/sharing/story/summary.ts";
import { END } from "@talanoa/sharing/text/csv.ts";
import type { Format } from "./log/format.ts";
import { exitCodes } from "./exit-code.ts";
import { printJson } from "./print.ts";
import { styleOf } from "./style.ts";
import { type Cell, type Column, headingLine, layoutOf, tableLines } from "./table.ts";
import { localTime, utcAndLocal } from "@talanoa/client/times.ts";

const columns: readonly Column[] = [
  { title: "index", width: 8, align: "right" },
  { title: "time", width: localTime(Date.now()) === "" ? 20 : 38, shrinksTo: 20 },
  { title: "step", width: 17 },
  { title: "who", width: 20, shrinksTo: 8 },
  { title: "state", width: 16, shrinksTo: 8, wraps: true },
  { title: "what", width: 110, shrinksTo: 30, wraps: true },
];

/**
 * Prints entries of the log as they come, at most `limit`; a log is long, so the rows do not wait for
 * the last. Gives how many there were.
 */
export async function printLog(
  context: Context,
  entries: AsyncIterable<LogEntry> | Iterable<LogEntry>,
  { limit, format }: { readonly limit: number; readonly format: Format },
): Promise<number> {
  const { terminal } = context;
  const { dim } = styleOf(terminal);
  const layout = layoutOf(columns, terminal.columns);
  let count = 0;
  const head = async () => (format === "csv" ? terminal.write(answerCsvHead + END) : undefined);
  for await (const entry of entries) {
    // Not before: the question may be refused.
    if (count === 0) await head();
    if (format === "json") await printJson(context, [entryJson(entry)]);
    else if (format === "csv") await terminal.write(answerCsvLine(entry) + END);
    else {
      if (count === 0) await terminal.write(`${headingLine(layout, dim)}\n`);
      await terminal.write(`${tableLines(layout, entryCells(entry, dim)).join("\n")}\n`);
    }
    if (entry.altered) context.exitCode = exitCodes.notGenuine;
    if (++count === limit) {
      terminal.say(
        `There may be more than ${counted(limit, "entry", "entries")}: see --limit, --from, --until.\n`,
      );
      break;
    }
  }
  if (count === 0) await head();
  if (count === 0 && format === "table")
    terminal.say("The log has nothing that fits and that you may see.\n");
  return count;
}

function entryCells(entry: LogEntry, dim: (text: string) => string): Cell[] {
  const { index, at, step } = entry;
  if (entry.altered)
    return [
      { text: String(index), paint: dim },
      "",
      step,
      "",
      entryState(entry),
      english.alteredSays,
    ];
  const { participant, principal, exercise, says } = summaryOf(entry);
  return [
    { text: String(index), paint: dim },
    utcAndLocal(at),
    step,
    [participant, principal].filter((word) => word !== "").join(" ") || "the hub",
    entryState(entry),
    `${exercise ? "EXERCISE · " : ""}${says}`,
  ];
}

/** An entry for `printFields`. */
export function entryFields(entry: LogEntry): [name: string, value: string][] {
  const { participant, principal, exercise, says } = summaryOf(entry);
  return [
    ["step", entry.step],
    ["time", utcAndLocal(entry.at)],
    ["who", [participant, principal].join(" ").trim() || "the hub"],
    ["exercise", exercise ? "yes" : ""],
    ["what", says],
    ["parts of", entry.parts.map(({ party }) => party).join(", ")],
  ];
}

import type { LogEntry } from "@talanoa/client/log.ts";
import { counted } from "@talanoa/contract/counted.ts";
import { steps, stepField } from "@talanoa/contract/records.ts";
import { Facts, type RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import type { Context } from "./context.ts";
import { csvHead, csvLine, END, type Summary } from "./log/csv.ts";
import type { Format } from "./log/format.ts";
import { exitCodes } from "./exit-code.ts";
import { factsLine } from "./facts-line.ts";
import { type Json, messageJson } from "./json.ts";
import { plain } from "./plain-text.ts";
import { printJson } from "./print.ts";
import { styleOf } from "./style.ts";
import { type Cell, type Column, headingLine, layoutOf, tableLines } from "./table.ts";
import { isoTime, localTime, utcAndLocal } from "@talanoa/client/times.ts";

const columns: readonly Column[] = [
  { title: "index", width: 8, align: "right" },
  { title: "time", width: localTime(Date.now()) === "" ? 20 : 38, shrinksTo: 20 },
  { title: "step", width: 17 },
  { title: "who", width: 20, shrinksTo: 8 },
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
  const head = async () => (format === "csv" ? terminal.write(csvHead + END) : undefined);
  for await (const entry of entries) {
    // Not before: the question may be refused.
    if (count === 0) await head();
    if (format === "json") await printJson(context, [entryJson(entry)]);
    else if (format === "csv") await terminal.write(csvLine(entry, summaryOf(entry)) + END);
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
  if (entry.altered) return [{ text: String(index), paint: dim }, "", step, "", alteredSays];
  const { participant, principal, exercise, says } = summaryOf(entry);
  return [
    { text: String(index), paint: dim },
    utcAndLocal(at),
    step,
    [participant, principal].filter((word) => word !== "").join(" ") || "the hub",
    `${exercise ? "EXERCISE · " : ""}${says}`,
  ];
}

/** What is said in place of an entry that was changed behind the log's back. */
export const alteredSays =
  "ALTERED: what the hub's database has here does not follow from the record that was logged, and is not shown";

/** An entry for `printFields`. */
export function entryFields(entry: LogEntry): [name: string, value: string][] {
  const { participant, principal, exercise, says } = summaryOf(entry);
  return [
    ["step", plain(entry.step)],
    ["time", utcAndLocal(entry.at)],
    ["who", plain([participant, principal].join(" ").trim()) || "the hub"],
    ["exercise", exercise ? "yes" : ""],
    ["what", plain(says)],
    ["parts of", entry.parts.map(({ party }) => plain(party)).join(", ")],
  ];
}

/** Who took the step of an entry, and what it says, as far as one sees it. */
export function summaryOf({ parts, altered }: LogEntry): Summary {
  // An auditor of the Secretariat is shown the parts of all parties: the row says what they say together.
  const { participant = "", exercise = false } = parts[0] ?? {};
  const principal = parts.find((part) => part.principal !== "")?.principal ?? "";
  return {
    participant,
    principal,
    exercise,
    says: altered ? alteredSays : factsLine(fullestFacts(parts)),
  };
}

/** The facts of the part that says most; of a decision, what all parts say of their participants. */
export function fullestFacts(parts: readonly RecordPart[]): Facts | null {
  const size = ({ facts }: RecordPart) => factsLine(facts).length;
  const [fullest] = parts.toSorted((one, other) => size(other) - size(one));
  const facts = fullest?.facts ?? null;
  if (!facts?.routed) return facts;
  const decisions = new Map(
    parts
      .flatMap((part) => part.facts?.routed?.decisions ?? [])
      .concat(facts.routed.decisions)
      .map((decision) => [decision.participant, decision]),
  );
  const routed = { ...facts.routed, decisions: [...decisions.values()] };
  return Facts.decode(Facts.encode({ routed }));
}

/** An entry for a program. */
export function entryJson(entry: LogEntry): { [field: string]: Json } {
  const { index, step, at, parts, row, altered } = entry;
  if (altered) return { index, altered };
  return {
    index,
    step,
    at: isoTime(at),
    parts: parts.map(({ party, participant, principal, exercise, facts }) => {
      const field = facts && stepField(facts);
      return {
        party,
        participant,
        principal,
        exercise,
        ...(field && { [steps[field]]: messageJson(facts[field]!) }),
      };
    }),
    entry: Buffer.from(row.entry).toString("base64"),
  };
}

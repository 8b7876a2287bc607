import type { LogEntry } from "@talanoa/client/log.ts";
import { steps, stepField } from "@talanoa/contract/records.ts";
import { Facts, type RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import type { Context } from "./context.ts";
import { exitCodes } from "./exit-code.ts";
import { factsLine } from "./facts-line.ts";
import { type Json, messageJson } from "./json.ts";
import { printJson } from "./print.ts";
import { styleOf } from "./style.ts";
import { type Cell, type Column, headingLine, layoutOf, tableLines } from "./table.ts";
import { isoTime, localTime, utcAndLocal } from "./times.ts";

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
  entries: AsyncIterable<LogEntry>,
  limit: number,
): Promise<number> {
  const { terminal, options } = context;
  const { dim } = styleOf(terminal);
  const layout = layoutOf(columns, terminal.columns);
  let count = 0;
  for await (const entry of entries) {
    if (options.json) await printJson(context, [entryJson(entry)]);
    else {
      if (count === 0) await terminal.write(`${headingLine(layout, dim)}\n`);
      await terminal.write(`${tableLines(layout, entryCells(entry, dim)).join("\n")}\n`);
    }
    if (entry.altered) context.exitCode = exitCodes.notGenuine;
    if (++count === limit) {
      terminal.say(
        `The first ${limit} are shown, there may be more: see --limit, --from, --until.\n`,
      );
      break;
    }
  }
  if (count === 0 && !options.json)
    terminal.say("The log has nothing that fits and that you may see.\n");
  return count;
}

function entryCells(
  { index, at, step, parts, altered }: LogEntry,
  dim: (text: string) => string,
): Cell[] {
  if (altered) return [{ text: String(index), paint: dim }, "", step, "", alteredSays];
  // An auditor of the Secretariat is shown the parts of all parties: the row says what they say together.
  const { participant = "", exercise } = parts[0] ?? {};
  const principal = parts.find((part) => part.principal !== "")?.principal ?? "";
  return [
    { text: String(index), paint: dim },
    utcAndLocal(at),
    step,
    [participant, principal].filter((word) => word !== "").join(" ") || "the hub",
    `${exercise ? "EXERCISE · " : ""}${factsLine(fullestFacts(parts))}`,
  ];
}

/** What is said in place of an entry that was changed behind the log's back. */
export const alteredSays =
  "ALTERED: what the hub's database has here does not follow from the record that was logged, and is not shown";

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

/** An entry of the log for a program. */
export function entryJson({ index, step, at, parts, row, altered }: LogEntry): Json {
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

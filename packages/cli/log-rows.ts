import type { LogEntry } from "@talanoa/client/log.ts";
import { steps, stepField } from "@talanoa/contract/records.ts";
import type { RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import type { Context } from "./context.ts";
import { factsLine } from "./facts-line.ts";
import { type Json, messageJson } from "./json.ts";
import { printJson } from "./print.ts";
import { styleOf } from "./style.ts";
import { type Cell, type Column, fixedWidths, tableLine } from "./table.ts";
import { isoTime, localTime, utcAndLocal } from "./times.ts";

const columns: readonly Column[] = [
  { title: "index", width: 8, align: "right" },
  { title: "time", width: localTime(Date.now()) === "" ? 20 : 38, shrinksTo: 20 },
  { title: "step", width: 17 },
  { title: "who", width: 20, shrinksTo: 8 },
  { title: "what", width: 110, shrinksTo: 30 },
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
  const widths = fixedWidths(columns, terminal.columns);
  let count = 0;
  for await (const entry of entries) {
    if (options.json) await printJson(context, [entryJson(entry)]);
    else {
      if (count === 0)
        await terminal.write(
          `${dim(
            tableLine(
              columns,
              widths,
              columns.map(({ title }) => title),
            ),
          )}\n`,
        );
      await terminal.write(`${tableLine(columns, widths, entryCells(entry, dim))}\n`);
    }
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

function entryCells(entry: LogEntry, dim: (text: string) => string): Cell[] {
  const part = fullest(entry.parts);
  const who = part?.principal ? `${part.participant} ${part.principal}` : (part?.participant ?? "");
  return [
    { text: String(entry.index), paint: dim },
    utcAndLocal(entry.at),
    entry.step,
    who || "the hub",
    `${part?.exercise ? "EXERCISE · " : ""}${factsLine(part?.facts ?? null)}`,
  ];
}

/** An auditor of the Secretariat is shown all parts: the one that says most stands for the record. */
function fullest(parts: readonly RecordPart[]): RecordPart | undefined {
  const size = (part: RecordPart) => factsLine(part.facts).length;
  return parts.reduce<RecordPart | undefined>(
    (best, part) => (!best || size(part) > size(best) ? part : best),
    undefined,
  );
}

function entryJson({ index, step, at, parts, row }: LogEntry): Json {
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

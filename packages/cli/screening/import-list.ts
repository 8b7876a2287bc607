import { createReadStream } from "node:fs";
import { importWatchlist } from "@talanoa/client/watchlists.ts";
import type { ListedPerson as SentPerson } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { ListedPerson } from "@talanoa/passenger/watchlist/entry.ts";
import { importCsv } from "@talanoa/passenger/watchlist/import-csv.ts";
import { importFtm } from "@talanoa/passenger/watchlist/import-ftm.ts";
import type { Imported } from "@talanoa/passenger/watchlist/import-problem.ts";
import type { PartialDate } from "@talanoa/passenger/watchlist/partial-date.ts";
import type { Context } from "../context.ts";
import { fileTrouble } from "../file-trouble.ts";
import { printJson } from "../print.ts";
import { openSession } from "../session.ts";
import { isoTime } from "../times.ts";
import { UsageError } from "../usage-error.ts";

const readers = { csv: importCsv, ftm: importFtm } as const;
export const listFormats = Object.keys(readers);

export interface ImportOptions {
  format?: keyof typeof readers;
}

/** What is wrong with a file is told up to so many times. */
const PROBLEMS = 20;

/** Reads a file of persons and imports it as a list. */
export async function importList(
  context: Context,
  id: string,
  file: string,
  { format = formatOf(file) }: ImportOptions,
): Promise<void> {
  const { terminal, options, signal } = context;
  const { persons, others } = await readPersons(readers[format](createReadStream(file)), file);
  await using session = await openSession(context);
  const list = await importWatchlist(session.hub, id, persons, signal);
  if (options.json) {
    const { version, entries, importedAt } = list;
    return printJson(context, [{ id, version, entries, others, imported_at: isoTime(importedAt) }]);
  }
  const left = others > 0 ? ` ${others} vessels and companies were left out.` : "";
  terminal.say(
    `List ${list.id}, version ${list.version}: ${list.entries} persons in use.${left}\n`,
  );
}

function formatOf(file: string): keyof typeof readers {
  if (/\.csv$/i.test(file)) return "csv";
  if (/\.(?:json|jsonl|ndjson|ftm)$/i.test(file)) return "ftm";
  throw new UsageError(
    `what is in ${file} cannot be told by its ending`,
    "Give --format csv or ftm.",
  );
}

async function readPersons(
  lines: AsyncIterable<Imported>,
  file: string,
): Promise<{ persons: Init<SentPerson>[]; others: number }> {
  const persons: Init<SentPerson>[] = [];
  const problems: string[] = [];
  let others = 0;
  try {
    for await (const { entry, problems: its } of lines) {
      for (const { line, column, rule, description } of its) {
        problems.push(`line ${line}${column ? `, ${column}` : ""}: ${description} (${rule})`);
      }
      if (problems.length >= PROBLEMS) break;
      if (entry?.kind === "person") persons.push(sentPerson(entry));
      else if (entry) others += 1;
    }
  } catch (error) {
    const trouble = fileTrouble(error, file);
    if (trouble === null) throw error;
    throw new UsageError(trouble);
  }
  if (problems.length > 0) throw new UsageError(`nothing was imported\n  ${problems.join("\n  ")}`);
  return { persons, others };
}

function sentPerson({ id, names, birthDates, documents, sex, nationalities }: ListedPerson) {
  return {
    id,
    names: names.map(({ text, weak = false }) => ({ text, weak })),
    birthDates: birthDates.map(dateText),
    documents: documents.map(({ number, issuer = "" }) => ({ number, issuer })),
    sex: sex ?? "",
    nationalities: [...nationalities],
  };
}

function dateText({ year, month, day }: PartialDate): string {
  const parts = [[year, 4] as const, [month, 2] as const, [day, 2] as const];
  return parts
    .flatMap(([part, length]) => (part === undefined ? [] : String(part).padStart(length, "0")))
    .join("-");
}

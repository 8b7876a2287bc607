import { createReadStream } from "node:fs";
import { importWatchlist } from "@talanoa/client/watchlists.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type {
  ListedCompany,
  ListedPerson,
  ListedVessel,
  ListEntry,
} from "@talanoa/passenger/watchlist/entry.ts";
import { importCsv } from "@talanoa/passenger/watchlist/import-csv.ts";
import { importFtm } from "@talanoa/passenger/watchlist/import-ftm.ts";
import type { Imported } from "@talanoa/passenger/watchlist/import-problem.ts";
import type { PartialDate } from "@talanoa/passenger/watchlist/partial-date.ts";
import type { Context } from "../context.ts";
import { fileTrouble } from "../file-trouble.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { openSession } from "../session.ts";
import { isoTime } from "@talanoa/client/times.ts";
import { UsageError } from "../usage-error.ts";

const readers = { csv: importCsv, ftm: importFtm } as const;
export const listFormats = Object.keys(readers);

export interface ImportOptions {
  format?: keyof typeof readers;
}

/** What is wrong with a file is told up to so many times. */
const PROBLEMS = 20;

/** Reads a file of persons, vessels and companies and imports it as a list. */
export async function importList(
  context: Context,
  id: string,
  file: string,
  { format = formatOf(file) }: ImportOptions,
): Promise<void> {
  const { terminal, options, signal } = context;
  const { persons, vessels, companies } = await readEntries(
    readers[format](createReadStream(file)),
    file,
  );
  await using session = await openSession(context);
  const list = await importWatchlist(
    session.hub,
    id,
    {
      entries: persons.map(sentPerson),
      vessels: vessels.map(sentVessel),
      companies: companies.map(sentCompany),
    },
    signal,
  );
  const counts = {
    persons: persons.length,
    vessels: vessels.length,
    companies: companies.length,
  };
  if (options.json) {
    const { version, entries, importedAt } = list;
    return printJson(context, [
      { id, version, entries, ...counts, imported_at: isoTime(importedAt) },
    ]);
  }
  const kinds = [
    counted(persons.length, "person"),
    counted(vessels.length, "vessel"),
    counted(companies.length, "company", "companies"),
  ];
  terminal.say(
    `List ${plain(list.id)}, version ${list.version}, is in use: ${kinds.join(", ")}.\n`,
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

interface ReadList {
  readonly persons: readonly ListedPerson[];
  readonly vessels: readonly ListedVessel[];
  readonly companies: readonly ListedCompany[];
}

async function readEntries(lines: AsyncIterable<Imported>, file: string): Promise<ReadList> {
  const entries: ListEntry[] = [];
  const problems: string[] = [];
  try {
    for await (const { entry, problems: its } of lines) {
      for (const { line, column, rule, description } of its) {
        problems.push(`line ${line}${column ? `, ${column}` : ""}: ${description} (${rule})`);
      }
      if (problems.length >= PROBLEMS) break;
      if (entry) entries.push(entry);
    }
  } catch (error) {
    const trouble = fileTrouble(error, file);
    if (trouble === null) throw error;
    throw new UsageError(trouble);
  }
  if (problems.length > 0) {
    const more = problems.length >= PROBLEMS ? "There may be more. " : "";
    throw new UsageError(
      ["nothing was imported", ...problems].join("\n  "),
      `${more}docs/name-matching.md has the columns of a list, and what stands in each.`,
    );
  }
  return {
    persons: entries.filter((entry) => entry.kind === "person"),
    vessels: entries.filter((entry) => entry.kind === "vessel"),
    companies: entries.filter((entry) => entry.kind === "company"),
  };
}

function sentPerson({ id, names, birthDates, documents, sex, nationalities }: ListedPerson) {
  return {
    id,
    names: sentNames(names),
    birthDates: birthDates.map(dateText),
    documents: documents.map(({ number, issuer = "" }) => ({ number, issuer })),
    sex: sex ?? "",
    nationalities: [...nationalities],
  };
}

function sentVessel({ id, names, imo, mmsi, callSign, flag }: ListedVessel) {
  return {
    id,
    names: sentNames(names),
    imo: imo ?? "",
    mmsi: mmsi ?? "",
    callSign: callSign ?? "",
    flag: flag ?? "",
  };
}

function sentCompany({ id, names, registrationNumbers, countries }: ListedCompany) {
  return {
    id,
    names: sentNames(names),
    registrationNumbers: [...registrationNumbers],
    countries: [...countries],
  };
}

function sentNames(names: ListEntry["names"]) {
  return names.map(({ text, weak = false }) => ({ text, weak }));
}

function dateText({ year, month, day }: PartialDate): string {
  const parts = [[year, 4] as const, [month, 2] as const, [day, 2] as const];
  return parts
    .flatMap(([part, length]) => (part === undefined ? [] : String(part).padStart(length, "0")))
    .join("-");
}

import { CsvError, parse } from "csv-parse";
import { csvColumns } from "./csv-columns.ts";
import type { ListEntry } from "./entry.ts";
import { type Imported, type ImportRule, problem } from "./import-problem.ts";
import { LineReader } from "./line-reader.ts";

type Column = keyof typeof csvColumns;

const requiredColumns = ["kind", "id", "name"] as const satisfies readonly Column[];
const longestRecord = 1_000_000;

/** What the parser's errors mean. */
const rules: { readonly [code: string]: ImportRule } = {
  CSV_MAX_RECORD_SIZE: "line-too-long",
  CSV_QUOTE_NOT_CLOSED: "open-quote",
  CSV_INVALID_CLOSING_QUOTE: "quote-in-cell",
  INVALID_OPENING_QUOTE: "quote-in-cell",
};

/**
 * Reads a list in CSV (RFC 4180, UTF-8) as it comes in, a line at a time, with a header of
 * `csvColumns` in any order. A bad line is told and passed over; after a bad header or a line that
 * is no CSV nothing more comes.
 */
export async function* importCsv(
  chunks: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<Imported> {
  const parser = parse({
    bom: true,
    info: true,
    skip_empty_lines: true,
    // A line with too many or too few cells is one bad line, told like others.
    relax_column_count: true,
    max_record_size: longestRecord,
  });
  void feed(parser, chunks);
  let header: readonly string[] | undefined;
  const ids = new Set<string>();
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      const line = info.lines;
      if (!header) {
        const problems = headerProblems(record, line);
        if (problems.length > 0) {
          yield { line, problems };
          return;
        }
        header = record;
      } else yield imported(line, header, record, ids);
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const rule = rules[error.code] ?? "unreadable-csv";
    const line = (error as { lines?: number }).lines ?? 0;
    yield { line, problems: [problem(line, "", rule)] };
  } finally {
    parser.destroy();
  }
}

interface CsvRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/** Writes the chunks, no faster than they are read, until no more is wanted. Its failure is the parser's. */
async function feed(
  parser: ReturnType<typeof parse>,
  chunks: AsyncIterable<Uint8Array | string>,
): Promise<void> {
  try {
    for await (const chunk of chunks) {
      if (parser.destroyed) return;
      if (!parser.write(chunk)) await drained(parser);
    }
    parser.end();
  } catch (error) {
    parser.destroy(error as Error);
  }
}

function drained(parser: ReturnType<typeof parse>): Promise<void> {
  return new Promise((resolve) => {
    parser.once("drain", resolve);
    parser.once("close", resolve);
  });
}

function headerProblems(header: readonly string[], line: number) {
  // As spreadsheets save it where the comma is the decimal mark, or as "Unicode text".
  if (header.some((cell) => cell.includes("\0"))) return [problem(line, "", "encoding")];
  if (header.length === 1 && header[0]!.includes(";")) return [problem(line, "", "semicolons")];
  const unknown = header.filter((column) => !Object.hasOwn(csvColumns, column));
  const missing = requiredColumns.filter((column) => !header.includes(column));
  return [
    // Not by its words: without a header the first line is of a person.
    ...unknown.map((column) =>
      problem(line, `column ${header.indexOf(column) + 1}`, "unknown-column"),
    ),
    ...missing.map((column) => problem(line, column, "missing-column")),
  ];
}

function imported(
  line: number,
  header: readonly string[],
  record: readonly string[],
  ids: Set<string>,
): Imported {
  if (record.length !== header.length) return { line, problems: [problem(line, "", "cell-count")] };
  const reader = new LineReader(line, (column) => {
    const value = record[header.indexOf(column)] ?? "";
    return csvColumns[column as Column].several ? value.split(";") : [value];
  });
  const entry = entryOf(reader);
  if (ids.has(entry?.id ?? "")) reader.refuse("id", "same-id");
  if (!entry || reader.problems.length > 0) return { line, problems: reader.problems };
  ids.add(entry.id);
  return { line, entry, problems: [] };
}

function entryOf(reader: LineReader): ListEntry | undefined {
  const id = reader.required("id");
  const names = reader.names(["name", "aliases"], "weak_aliases");
  const kind = reader.required("kind");
  switch (kind) {
    case "person":
      return {
        kind,
        id,
        names,
        birthDates: reader.dates("birth_dates"),
        documents: reader.documents("documents"),
        sex: reader.sex("sex"),
        nationalities: reader.countries("nationalities"),
      };
    case "vessel":
      return {
        kind,
        id,
        names,
        imo: reader.imo("imo"),
        mmsi: reader.mmsi("mmsi"),
        callSign: reader.one("call_sign"),
        flag: reader.country("flag"),
      };
    case "company":
      return {
        kind,
        id,
        names,
        registrationNumbers: reader.all("registration_numbers"),
        countries: reader.countries("countries"),
      };
    default:
      return kind === "" ? undefined : reader.refuse("kind", "kind");
  }
}

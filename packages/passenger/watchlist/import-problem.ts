import { csvColumns } from "./csv-columns.ts";
import type { ListEntry } from "./entry.ts";

const columns = Object.keys(csvColumns).join(", ");

const descriptions = {
  "unreadable-line":
    "It is an entity of FollowTheMoney: a JSON object with the texts id and schema, and properties.",
  "unreadable-csv": "It is CSV as RFC 4180 has it, in UTF-8.",
  "cell-count": "The line has as many cells as the header; a cell with a comma stands in quotes.",
  "open-quote": "A quote that begins here, or on a line before, ends somewhere.",
  "quote-in-cell": "A cell with a quote stands in quotes, and the quote in it is doubled.",
  semicolons: "Cells are parted by commas, and not by semicolons: save it as CSV with commas.",
  encoding: "It is text in UTF-8: save it as CSV in UTF-8.",
  "line-too-long": "A line holds at most 1 MB.",
  "unknown-column": `It is one of the columns ${columns}.`,
  "missing-column": "The column must be there.",
  required: "A value is required.",
  kind: "It is person, vessel or company.",
  text: "It is a text, or a list of texts.",
  date: "It is YYYY, YYYY-MM or YYYY-MM-DD, and a date that exists.",
  sex: "It is F, M or X.",
  country: "It is a country by its ISO 3166-1 code of two or three letters.",
  imo: "It is an IMO ship number: seven digits, the last one the check digit.",
  mmsi: "It has nine digits.",
  "document-number": "It is letters and digits, after a country and a colon if that is known.",
  "too-many-names": "An entry has at most 200 names.",
  "name-too-long": "A name has at most 400 characters.",
  "same-id": "Another entry of the list has this id.",
} as const;

export type ImportRule = keyof typeof descriptions;

/** What is wrong with a line of a list. Never quotes it: lists are of persons. */
export interface ImportProblem {
  /** From 1, the header too. */
  readonly line: number;
  /** The column or property; empty where it is the whole line. */
  readonly column: string;
  readonly rule: ImportRule;
  /** A sentence that says what to do. */
  readonly description: string;
}

/** What a line of a list came to: an entry, unless it is missing; and everything that is wrong. */
export interface Imported {
  /** From 1, the header too. */
  readonly line: number;
  readonly entry?: ListEntry;
  readonly problems: readonly ImportProblem[];
}

export function problem(line: number, column: string, rule: ImportRule): ImportProblem {
  return { line, column, rule, description: descriptions[rule] };
}

import { isImoNumber, isMmsi } from "../ship-numbers.ts";
import { countryCode } from "./country.ts";
import type { IdentityDocument, ListedName, Sex } from "./entry.ts";
import { type ImportProblem, type ImportRule, problem } from "./import-problem.ts";
import { parsePartialDate, type PartialDate } from "./partial-date.ts";

const mostNames = 200;
const longestName = 400;

/** Reads the values of one line and keeps what is wrong with them. */
export class LineReader {
  readonly #line: number;
  readonly #values: (column: string) => readonly string[];
  readonly problems: ImportProblem[] = [];

  constructor(line: number, values: (column: string) => readonly string[]) {
    this.#line = line;
    this.#values = values;
  }

  refuse(column: string, rule: ImportRule): undefined {
    this.problems.push(problem(this.#line, column, rule));
  }

  all(column: string): readonly string[] {
    return this.#values(column)
      .map((value) => value.trim())
      .filter((value) => value !== "");
  }

  /** The first value. */
  one(column: string): string | undefined {
    return this.all(column)[0];
  }

  required(column: string): string {
    return this.one(column) ?? this.refuse(column, "required") ?? "";
  }

  /** At least one name of the first columns; those of the last are weak. */
  names(columns: readonly string[], weakColumn: string): ListedName[] {
    const texts = new Set(columns.flatMap((column) => this.all(column)));
    const weak = this.all(weakColumn).filter((text) => !texts.has(text));
    const names = [
      ...[...texts].map((text) => ({ text })),
      ...weak.map((text) => ({ text, weak: true })),
    ];
    if (texts.size === 0) this.refuse(columns[0]!, "required");
    if (names.length > mostNames) this.refuse(columns[0]!, "too-many-names");
    if (names.some(({ text }) => text.length > longestName))
      this.refuse(columns[0]!, "name-too-long");
    return names;
  }

  dates(column: string): PartialDate[] {
    // A date with a time is a date.
    return this.#each(column, "date", (text) => parsePartialDate(text.replace(/T.*$/, "")));
  }

  countries(column: string): string[] {
    return [...new Set(this.#each(column, "country", countryCode))];
  }

  country(column: string): string | undefined {
    return this.countries(column)[0];
  }

  documents(column: string): IdentityDocument[] {
    return this.#each(column, "document-number", documentOf);
  }

  imo(column: string): string | undefined {
    return this.#each(column, "imo", imoOf)[0];
  }

  mmsi(column: string): string | undefined {
    return this.#each(column, "mmsi", (text) => (isMmsi(text) ? text : undefined))[0];
  }

  sex(column: string): Sex | undefined {
    return this.#each(column, "sex", (text) => sexes.get(text.toLowerCase()))[0];
  }

  #each<Value>(
    column: string,
    rule: ImportRule,
    read: (text: string) => Value | undefined,
  ): Value[] {
    const values = this.all(column).map(read);
    if (values.includes(undefined)) this.refuse(column, rule);
    return values.filter((value) => value !== undefined);
  }
}

const sexes: ReadonlyMap<string, Sex> = new Map([
  ["f", "F"],
  ["female", "F"],
  ["m", "M"],
  ["male", "M"],
  ["x", "X"],
  ["other", "X"],
]);

function documentOf(text: string): IdentityDocument | undefined {
  const [, issuer, number = ""] = /^(?:([A-Za-z]{2,3}):)?(.*)$/s.exec(text) ?? [];
  if (!/^[\p{L}\p{N} ./-]{1,40}$/u.test(number)) return undefined;
  if (!issuer) return { number };
  const code = countryCode(issuer);
  return code ? { number, issuer: code } : undefined;
}

/** An IMO number, with the letters before it or without. */
function imoOf(text: string): string | undefined {
  const number = text.replace(/^IMO\s*/i, "");
  return isImoNumber(number) ? number : undefined;
}

import { countryCode } from "./country.ts";
import type { ListEntry } from "./entry.ts";
import { type Imported, type ImportRule, problem } from "./import-problem.ts";
import { LineReader } from "./line-reader.ts";

const longestLine = 1_000_000;

const fatal: ReadonlySet<ImportRule> = new Set([
  "required",
  "same-id",
  "too-many-names",
  "name-too-long",
]);
/** Entities that are no person, vessel or company, among which lists interleave them. */
const passedOver = undefined;
const companySchemas = new Set(["Company", "Organization", "LegalEntity", "PublicBody"]);

/**
 * Reads a list in the FollowTheMoney form, as OpenSanctions publishes it: an entity in JSON on each
 * line. Entities that are neither persons, vessels nor companies are passed over (addresses,
 * sanctions, ownership). An entry comes without what is wrong in it, which is told: such lists are
 * not ours to correct. Without an id or a name there is no entry.
 */
export async function* importFtm(
  chunks: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<Imported> {
  const ids = new Set<string>();
  let line = 0;
  for await (const text of linesOf(chunks)) {
    line += 1;
    if (text === undefined) yield { line, problems: [problem(line, "", "line-too-long")] };
    else if (text.trim() !== "") {
      const imported = importLine(line, text, ids);
      if (imported) yield imported;
    }
  }
}

function importLine(line: number, text: string, ids: Set<string>): Imported | undefined {
  const entity = parseEntity(text);
  if (!entity) return { line, problems: [problem(line, "", "unreadable-line")] };
  const bad = Object.keys(entity.properties).find((name) => !isTexts(entity.properties[name]));
  if (bad !== undefined) return { line, problems: [problem(line, "properties", "text")] };
  const reader = new LineReader(line, (column) => {
    if (column === "id") return [entity.id];
    return (entity.properties[column] as readonly string[] | undefined) ?? [];
  });
  const entry = entryOf(entity.schema, reader);
  if (entry === passedOver) return undefined;
  if (ids.has(entry.id)) reader.refuse("id", "same-id");
  const { problems } = reader;
  if (problems.some(({ rule }) => fatal.has(rule))) return { line, problems };
  ids.add(entry.id);
  return { line, entry, problems };
}

interface Entity {
  readonly id: string;
  readonly schema: string;
  readonly properties: { readonly [name: string]: unknown };
}

function parseEntity(text: string): Entity | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { id, schema, properties } = (value ?? {}) as { [name: string]: unknown };
  if (typeof id !== "string" || typeof schema !== "string") return undefined;
  if (typeof properties !== "object" || properties === null) return undefined;
  return { id, schema, properties: properties as Entity["properties"] };
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function entryOf(schema: string, reader: LineReader): ListEntry | undefined {
  const common = () => ({
    id: reader.required("id"),
    names: reader.names(["name", "alias", "previousName"], "weakAlias"),
  });
  if (schema === "Person") {
    return {
      kind: "person",
      ...common(),
      birthDates: reader.dates("birthDate"),
      documents: [...reader.documents("passportNumber"), ...reader.documents("idNumber")],
      sex: reader.sex("gender"),
      nationalities: [...known(reader, "nationality"), ...known(reader, "citizenship")],
    };
  }
  if (schema === "Vessel") {
    return {
      kind: "vessel",
      ...common(),
      imo: reader.imo("imoNumber"),
      mmsi: reader.mmsi("mmsi"),
      callSign: reader.one("callSign"),
      flag: known(reader, "flag")[0],
    };
  }
  if (companySchemas.has(schema)) {
    return {
      kind: "company",
      ...common(),
      registrationNumbers: reader.all("registrationNumber"),
      countries: [...known(reader, "jurisdiction"), ...known(reader, "country")],
    };
  }
  return passedOver;
}

// The form also has codes of its own, for states that are no more and the like.
function known(reader: LineReader, property: string): string[] {
  return reader
    .all(property)
    .map(countryCode)
    .filter((code) => code !== undefined);
}

/** The lines of a text that comes in pieces; undefined in place of one that is too long. */
async function* linesOf(
  chunks: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  let isTooLong = false;
  for await (const chunk of chunks) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      yield isTooLong || line.length > longestLine ? undefined : line;
      isTooLong = false;
    }
    if (rest.length > longestLine) {
      isTooLong = true;
      rest = "";
    }
  }
  rest += decoder.decode();
  if (isTooLong) yield undefined;
  else if (rest !== "") yield rest;
}

import type { ListedPerson as SentPerson } from "@talanoa/contract/generated/talanoa.ts";
import type { ListedPerson, Sex } from "@talanoa/passenger/watchlist/entry.ts";
import { type PartialDate, parsePartialDate } from "@talanoa/passenger/watchlist/partial-date.ts";
import type { FieldViolation } from "@talanoa/platform/errors.ts";
import { isCountry } from "@talanoa/sharing/codes/countries.ts";

/** What an entry may have at most. */
const most = { names: 200, dates: 10, documents: 50, nationalities: 10, characters: 400 };

/** An entry as it was sent, or the rules that it breaks; `field` is where it stands. No rule tells a value. */
export function readListedPerson(
  sent: SentPerson,
  field: string,
): { entry: ListedPerson } | { violations: FieldViolation[] } {
  const violations: FieldViolation[] = [];
  const broken = (at: string, rule: string, description: string): void => {
    violations.push({ field: `${field}.${at}`, rule, description });
  };
  const { id, names, documents, sex, nationalities } = sent;
  if (!isLine(id)) broken("id", "entry-id", "Give each entry an id, unique in its list.");
  if (names.length < 1 || names.length > most.names || !names.every(({ text }) => isLine(text))) {
    broken(
      "names",
      "entry-names",
      `Give 1 to ${most.names} names of up to ${most.characters} characters.`,
    );
  }
  const birthDates = sent.birthDates.flatMap((text) => parsePartialDate(text) ?? []);
  if (birthDates.length !== sent.birthDates.length || birthDates.length > most.dates) {
    broken(
      "birth_dates",
      "entry-birth-dates",
      "Give dates as YYYY, YYYY-MM or YYYY-MM-DD, up to ten.",
    );
  }
  if (documents.length > most.documents || !documents.every(isDocument)) {
    broken(
      "documents",
      "entry-documents",
      "Give each document its number, and its issuer as ISO 3166-1 alpha-2.",
    );
  }
  if (!/^[FMX]?$/.test(sex)) broken("sex", "entry-sex", "Give F, M or X, or leave it empty.");
  if (nationalities.length > most.nationalities || !nationalities.every(isCountry)) {
    broken(
      "nationalities",
      "entry-nationalities",
      "Give nationalities as ISO 3166-1 alpha-2, up to ten.",
    );
  }
  return violations.length > 0 ? { violations } : { entry: entryOf(sent, birthDates) };
}

function entryOf(
  { id, names, documents, sex, nationalities }: SentPerson,
  birthDates: readonly PartialDate[],
): ListedPerson {
  return {
    kind: "person",
    id,
    names: names.map(({ text, weak }) => ({ text, ...(weak && { weak }) })),
    birthDates,
    documents: documents.map(({ number, issuer }) => ({ number, ...(issuer && { issuer }) })),
    ...(sex && { sex: sex as Sex }),
    nationalities,
  };
}

function isDocument({ number, issuer }: { number: string; issuer: string }): boolean {
  return isLine(number) && (issuer === "" || isCountry(issuer));
}

function isLine(text: string): boolean {
  return text.trim() !== "" && text.length <= most.characters;
}

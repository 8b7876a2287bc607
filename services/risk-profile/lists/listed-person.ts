import type { ListedPerson as SentPerson } from "@talanoa/contract/generated/talanoa.ts";
import type { ListedPerson, Sex } from "@talanoa/passenger/watchlist/entry.ts";
import { type PartialDate, parsePartialDate } from "@talanoa/passenger/watchlist/partial-date.ts";
import { isCountry } from "@talanoa/sharing/codes/countries.ts";
import { EntryRules, isLine, listedNames, type ReadEntry } from "./entry-rules.ts";

/** What an entry may have at most. */
const most = { dates: 10, documents: 50, nationalities: 10 };

/** A person as sent, or the rules that the entry breaks; `field` is where it stands. */
export function readListedPerson(sent: SentPerson, field: string): ReadEntry<ListedPerson> {
  const rules = new EntryRules(field);
  const { id, names, documents, sex, nationalities } = sent;
  rules.demandIdentity(id, names);
  const birthDates = sent.birthDates.flatMap((text) => parsePartialDate(text) ?? []);
  rules.demand(
    birthDates.length === sent.birthDates.length && birthDates.length <= most.dates,
    "birth_dates",
    "entry-birth-dates",
    "Give dates as YYYY, YYYY-MM or YYYY-MM-DD, up to ten.",
  );
  rules.demand(
    documents.length <= most.documents && documents.every(isDocument),
    "documents",
    "entry-documents",
    "Give each document its number, and its issuer as ISO 3166-1 alpha-2.",
  );
  const isSex = /^[FMX]?$/.test(sex);
  rules.demand(isSex, "sex", "entry-sex", "Give F, M or X, or leave it empty.");
  rules.demand(
    nationalities.length <= most.nationalities && nationalities.every(isCountry),
    "nationalities",
    "entry-nationalities",
    "Give nationalities as ISO 3166-1 alpha-2, up to ten.",
  );
  const { violations } = rules;
  return violations.length > 0 ? { violations } : { entry: entryOf(sent, birthDates) };
}

function entryOf(
  { id, names, documents, sex, nationalities }: SentPerson,
  birthDates: readonly PartialDate[],
): ListedPerson {
  return {
    kind: "person",
    id,
    names: listedNames(names),
    birthDates,
    documents: documents.map(({ number, issuer }) => ({ number, ...(issuer && { issuer }) })),
    ...(sex && { sex: sex as Sex }),
    nationalities,
  };
}

function isDocument({ number, issuer }: { number: string; issuer: string }): boolean {
  return isLine(number) && (issuer === "" || isCountry(issuer));
}

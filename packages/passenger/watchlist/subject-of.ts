import type { PersonName, Traveller } from "../model/traveller.ts";
import { countryCode } from "./country.ts";
import type { Traveller as Subject } from "./entry.ts";
import { parsePartialDate } from "./partial-date.ts";

/** What of a traveller is compared with lists. Of dates and documents the first that is told counts. */
export function subjectOf({ name, documents, birthDate, sex, nationality }: Traveller): Subject {
  const names = [name, ...documents.flatMap((document) => document.name ?? [])].map(fullName);
  const date = birthDate ?? documents.find((each) => each.birthDate)?.birthDate;
  const known = date && parsePartialDate(date.value);
  const its = sex ?? documents.find((each) => each.sex)?.sex;
  const country = countryOf(nationality ?? documents.find((each) => each.nationality)?.nationality);
  return {
    names: [...new Set(names)].filter((each) => each !== ""),
    ...(known && { birthDate: known }),
    documents: documents
      .filter(({ number }) => number !== "")
      .map(({ number, issuer }) => {
        const country = countryOf(issuer);
        return { number, ...(country && { issuer: country }) };
      }),
    ...((its === "F" || its === "M" || its === "X") && { sex: its }),
    ...(country && { nationality: country }),
  };
}

/** ISO 3166-1 alpha-2 of a country as messages have it; undefined for a code of none. */
export function countryOf(sent = ""): string | undefined {
  // Germany's passports have D alone (ICAO 9303).
  return sent === "D" ? "DE" : countryCode(sent);
}

function fullName({ given, middle, surname }: PersonName): string {
  return [given, middle, surname].filter((part) => part !== "").join(" ");
}

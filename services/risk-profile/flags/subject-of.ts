import type { PersonName, Traveller } from "@talanoa/passenger/model/traveller.ts";
import type { Traveller as Subject } from "@talanoa/passenger/watchlist/entry.ts";
import { parsePartialDate } from "@talanoa/passenger/watchlist/partial-date.ts";
import countries from "i18n-iso-countries";

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
export function countryOf(sent: string | undefined): string | undefined {
  if (!sent) return undefined;
  // Germany's passports have D alone (ICAO 9303).
  if (sent === "D") return "DE";
  if (sent.length === 2) return countries.isValid(sent) ? sent : undefined;
  return countries.alpha3ToAlpha2(sent);
}

function fullName({ given, middle, surname }: PersonName): string {
  return [given, middle, surname].filter((part) => part !== "").join(" ");
}

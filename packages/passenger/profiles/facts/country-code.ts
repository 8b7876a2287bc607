import countries from "i18n-iso-countries/index.js";

/** ISO 3166-1 alpha-2 of a country as documents and messages have it; a code of no country stays as it is. */
export function countryCode(sent: string | undefined): string | undefined {
  if (sent === undefined || sent === "") return undefined;
  // Germany's passports have D alone (ICAO 9303).
  if (sent === "D") return "DE";
  return sent.length === 3 ? (countries.alpha3ToAlpha2(sent) ?? sent) : sent;
}

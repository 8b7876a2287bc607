import countries from "i18n-iso-countries/index.js";

/** ISO 3166-1 alpha-2 of a country given so or by alpha-3, in any case; undefined for all else. */
export function countryCode(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (code.length === 3) return countries.alpha3ToAlpha2(code);
  return code.length === 2 && countries.isValid(code) ? code : undefined;
}

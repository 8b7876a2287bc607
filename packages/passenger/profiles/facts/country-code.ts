import { countryOf } from "../../watchlist/subject-of.ts";

/** ISO 3166-1 alpha-2 of a country as documents and messages have it; a code of no country stays as it is. */
export function countryCode(sent: string | undefined): string | undefined {
  return sent ? (countryOf(sent) ?? sent) : undefined;
}

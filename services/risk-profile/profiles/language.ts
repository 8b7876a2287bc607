import { createLanguage, type Language } from "@talanoa/passenger/profiles/language.ts";
import { riskReasons } from "@talanoa/sharing/codes/risk-reasons.ts";
import type { Groups } from "./country-groups.ts";

/** The language of profiles with these groups of countries: their reasons are those that a flag may give. */
export function languageOf({ groups: countryGroups }: Pick<Groups, "groups">): Language {
  return createLanguage({ countryGroups, reasons: Object.keys(riskReasons) });
}

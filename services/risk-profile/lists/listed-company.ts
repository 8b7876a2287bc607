import type { ListedCompany as SentCompany } from "@talanoa/contract/generated/talanoa.ts";
import type { ListedCompany } from "@talanoa/passenger/watchlist/entry.ts";
import { isCountry } from "@talanoa/sharing/codes/countries.ts";
import { EntryRules, isLine, listedNames, type ReadEntry } from "./entry-rules.ts";

/** What an entry may have at most. */
const most = { registrations: 50, countries: 10 };

/** A company as sent, or the rules that the entry breaks; `field` is where it stands. */
export function readListedCompany(sent: SentCompany, field: string): ReadEntry<ListedCompany> {
  const rules = new EntryRules(field);
  const { id, names, registrationNumbers, countries } = sent;
  rules.demandIdentity(id, names);
  rules.demand(
    registrationNumbers.length <= most.registrations && registrationNumbers.every(isLine),
    "registration_numbers",
    "entry-registrations",
    `Give up to ${most.registrations} numbers as the registers write them.`,
  );
  rules.demand(
    countries.length <= most.countries && countries.every(isCountry),
    "countries",
    "entry-countries",
    "Give countries as ISO 3166-1 alpha-2, up to ten.",
  );
  const { violations } = rules;
  if (violations.length > 0) return { violations };
  const entry = {
    kind: "company" as const,
    id,
    names: listedNames(names),
    registrationNumbers,
    countries,
  };
  return { entry };
}

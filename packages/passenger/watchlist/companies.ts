import { parseCompanyName } from "../names/thing-name.ts";
import { comparableNumber, type Company, type ListedCompany } from "./entry.ts";
import type { Matching } from "./entry-list.ts";
import { amongOrNot, type Finding } from "./evidence.ts";

/** How companies and organisations are matched: legal forms do not count. */
export const companies: Matching<ListedCompany, Company> = {
  parse: parseCompanyName,
  numbersOfEntry: ({ registrationNumbers }) => registrationNumbers.map(comparableNumber),
  numbersOfSubject: ({ registrationNumber }) =>
    registrationNumber ? [comparableNumber(registrationNumber)] : [],
  evidence: (company, entry) => [
    { field: "country", finding: amongOrNot(company.country, entry.countries) },
    { field: "registration", finding: registration(company, entry) },
  ],
};

// A company may be registered in several places.
function registration({ registrationNumber }: Company, entry: ListedCompany): Finding {
  const listed = entry.registrationNumbers.map(comparableNumber);
  const wanted = registrationNumber && comparableNumber(registrationNumber);
  return amongOrNot(wanted, listed) === "agrees" ? "agrees" : "missing";
}

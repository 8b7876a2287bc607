import { parseName } from "../names/name.ts";
import {
  comparableNumber,
  type IdentityDocument,
  type ListedPerson,
  type Traveller,
} from "./entry.ts";
import { amongOrNot, type Finding, sameOrNot } from "./evidence.ts";
import type { Matching } from "./entry-list.ts";
import { compareDates, type DateAgreement } from "./partial-date.ts";

/** Shorter numbers are borne by too many documents to tell anything. */
const leastNumber = 5;

const findingOfDate = {
  "same-day": "agrees",
  "as-far-as-known": "partly",
  swapped: "partly",
  near: "near",
  different: "contradicts",
} as const satisfies Record<DateAgreement, Finding>;
const bestFirst: readonly Finding[] = ["agrees", "partly", "near", "contradicts"];

/** How travellers are matched with listed persons. */
export const persons: Matching<ListedPerson, Traveller> = {
  parse: parseName,
  numbersOfEntry: ({ documents }) => numbersOf(documents),
  numbersOfSubject: ({ documents = [] }) => numbersOf(documents),
  evidence: (traveller, entry) => [
    { field: "birth-date", finding: birthDate(traveller, entry) },
    { field: "sex", finding: sameOrNot(known(traveller.sex), known(entry.sex)) },
    { field: "nationality", finding: amongOrNot(traveller.nationality, entry.nationalities) },
    { field: "document", finding: document(traveller, entry) },
  ],
};

function numbersOf(documents: readonly IdentityDocument[]): string[] {
  return documents
    .map(({ number }) => comparableNumber(number))
    .filter((number) => number.length >= leastNumber);
}

function known(sex: string | undefined): string | undefined {
  return sex === "X" ? undefined : sex;
}

function birthDate({ birthDate }: Traveller, { birthDates }: ListedPerson): Finding {
  if (!birthDate || birthDates.length === 0) return "missing";
  const findings: Finding[] = birthDates.map(
    (listed) => findingOfDate[compareDates(birthDate, listed)],
  );
  return bestFirst.find((finding) => findings.includes(finding))!;
}

// Another number contradicts nothing: people have several documents, and new ones.
function document({ documents = [] }: Traveller, entry: ListedPerson): Finding {
  const agrees = documents.some((one) => entry.documents.some((other) => isSame(one, other)));
  return agrees ? "agrees" : "missing";
}

function isSame(one: IdentityDocument, other: IdentityDocument): boolean {
  const number = comparableNumber(one.number);
  if (number.length < leastNumber || number !== comparableNumber(other.number)) return false;
  return sameOrNot(one.issuer, other.issuer) !== "contradicts";
}

import { comparableNumber, type ListedPerson, type Traveller } from "./entry.ts";
import { compareDates, type DateAgreement } from "./partial-date.ts";

export type EvidenceField = "birth-date" | "document" | "sex" | "nationality";

/** What a field says of whether traveller and entry are one person; missing where either has none. */
export type Finding = "agrees" | "partly" | "near" | "contradicts" | "missing";

export type Evidence = { readonly [field in EvidenceField]: Finding };

/** Shorter numbers are borne by too many documents to tell anything. */
const leastNumber = 5;

const findingOfDate = {
  "same-day": "agrees",
  "as-far-as-known": "partly",
  near: "near",
  different: "contradicts",
} as const satisfies Record<DateAgreement, Finding>;
const bestFirst: readonly Finding[] = ["agrees", "partly", "near", "contradicts"];

/** What date, documents, sex and nationality say beside the name. */
export function evidenceOf(traveller: Traveller, entry: ListedPerson): Evidence {
  return {
    "birth-date": birthDate(traveller, entry),
    document: documents(traveller, entry),
    sex: sex(traveller, entry),
    nationality: nationality(traveller, entry),
  };
}

function birthDate({ birthDate }: Traveller, { birthDates }: ListedPerson): Finding {
  if (!birthDate || birthDates.length === 0) return "missing";
  const findings = birthDates.map((listed) => findingOfDate[compareDates(birthDate, listed)]);
  return bestFirst.find((finding) => findings.includes(finding))!;
}

// Another number contradicts nothing: people have several documents, and new ones.
function documents({ documents = [] }: Traveller, entry: ListedPerson): Finding {
  const agrees = documents.some(({ number, issuer }) => {
    const wanted = comparableNumber(number);
    if (wanted.length < leastNumber) return false;
    return entry.documents.some(
      (listed) =>
        comparableNumber(listed.number) === wanted &&
        (!issuer || !listed.issuer || issuer === listed.issuer),
    );
  });
  return agrees ? "agrees" : "missing";
}

function sex(traveller: Traveller, entry: ListedPerson): Finding {
  const pair = [traveller.sex ?? "X", entry.sex ?? "X"];
  if (pair.includes("X")) return "missing";
  return pair[0] === pair[1] ? "agrees" : "contradicts";
}

function nationality({ nationality }: Traveller, { nationalities }: ListedPerson): Finding {
  if (!nationality || nationalities.length === 0) return "missing";
  return nationalities.includes(nationality) ? "agrees" : "contradicts";
}

import type { Identifiers } from "@talanoa/contract/generated/talanoa.ts";
import {
  isCallSign,
  isContainerNumber,
  isFlight,
  isImoNumber,
  isMmsi,
} from "../codes/identifiers.ts";
import type { Rule } from "../notice/rules.ts";

export type IdentifierField = keyof Identifiers;

interface IdentifierKind {
  /** One way of writing it, whichever was used. */
  canonical(text: string): string;
  isValid(canonical: string): boolean;
  /** The rule of notices that a wrong one breaks. */
  readonly rule: Rule;
}

const joined = (text: string): string => text.replaceAll(/[\s./-]/g, "").toUpperCase();

/** The kinds of identifiers that are searched by. One without a row does not compile. */
export const identifierKinds: { readonly [Field in IdentifierField]: IdentifierKind } = {
  imo: {
    canonical: (text) => joined(text).replace(/^IMO:?/, ""),
    isValid: isImoNumber,
    rule: "imo-form",
  },
  mmsi: { canonical: joined, isValid: isMmsi, rule: "mmsi-form" },
  callSigns: { canonical: joined, isValid: isCallSign, rule: "call-sign-form" },
  containers: { canonical: joined, isValid: isContainerNumber, rule: "container-form" },
  flights: {
    // FJ0911 is FJ911.
    canonical: (text) => joined(text).replace(/^([A-Z0-9]{2}[A-Z]?)0+(?=[0-9])/, "$1"),
    isValid: isFlight,
    rule: "flight-form",
  },
  documents: {
    canonical: (text) => text.replaceAll(/[^\p{L}\p{N}]/gu, "").toUpperCase(),
    isValid: (text) => text.length > 0 && text.length <= 30,
    rule: "document-number-form",
  },
};

export const identifierFields = Object.keys(identifierKinds) as readonly IdentifierField[];

/** The term of an identifier; no word is like it. Null for what is none. */
export function identifierTerm(field: IdentifierField, text: string): string | null {
  const { canonical, isValid } = identifierKinds[field];
  const its = canonical(text);
  return isValid(its) ? `${field} ${its}` : null;
}

/** The identifiers that terms are of; words are passed over. */
export function identifiersIn(terms: Iterable<string>): Identifiers {
  const found: { [Field in IdentifierField]: string[] } = {
    imo: [],
    mmsi: [],
    callSigns: [],
    containers: [],
    flights: [],
    documents: [],
  };
  for (const term of terms) {
    const [field, its] = term.split(" ") as [IdentifierField | "word", string];
    if (field !== "word") found[field].push(its);
  }
  return found;
}

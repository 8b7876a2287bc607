import { signal } from "@preact/signals";
import { type IdentifierField, identifiersIn } from "@talanoa/sharing/search/identifiers.ts";
import type { Wanted } from "./finding.ts";

/** What is written in the form of the search. */
export interface Written {
  readonly text: string;
  readonly field: IdentifierField;
  readonly number: string;
}

/**
 * What was written last in this window. It stands in no address and is kept nowhere, since it may name a person.
 */
export const written = signal<Written>({ text: "", field: "imo", number: "" });

/** Words to be found, and nothing besides, for when the page of the search is opened next. */
export function searchFor(text: string): void {
  written.value = { ...written.value, text, number: "" };
}

/** What the form asks for. */
export function wantedOf({ text, field, number }: Written): Wanted {
  const given = number.trim() === "" ? [] : [number.trim()];
  return { text: text.trim(), identifiers: { ...identifiersIn([]), [field]: given } };
}

/** Whether two ask for the same. */
export function isSame(one: Wanted, other: Wanted): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

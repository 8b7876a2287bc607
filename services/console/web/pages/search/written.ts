import { signal } from "@preact/signals";
import type { IdentifierField } from "@talanoa/sharing/search/identifiers.ts";

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

/** Words to be found, for when the page of the search is opened next. */
export function searchFor(text: string): void {
  written.value = { ...written.value, text };
}

import type { ListedName as SentName } from "@talanoa/contract/generated/talanoa.ts";
import type { ListedName, ListEntry } from "@talanoa/passenger/watchlist/entry.ts";
import type { FieldViolation } from "@talanoa/platform/errors.ts";

/** An entry as it is kept, or the rules that it breaks as it was sent. No rule tells a value. */
export type ReadEntry<Entry extends ListEntry> =
  | { readonly entry: Entry }
  | { readonly violations: readonly FieldViolation[] };

const most = { names: 200, characters: 400 };

/** The rules that one entry breaks; `field` is where it stands in the request. */
export class EntryRules {
  readonly #field: string;
  readonly violations: FieldViolation[] = [];

  constructor(field: string) {
    this.#field = field;
  }

  demand(holds: boolean, at: string, rule: string, description: string): void {
    if (!holds) this.violations.push({ field: `${this.#field}.${at}`, rule, description });
  }

  /** What every entry has. */
  demandIdentity(id: string, names: readonly SentName[]): void {
    this.demand(isLine(id), "id", "entry-id", "Give each entry an id, unique in its list.");
    this.demand(
      names.length > 0 && names.length <= most.names && names.every(({ text }) => isLine(text)),
      "names",
      "entry-names",
      `Give 1 to ${most.names} names of up to ${most.characters} characters.`,
    );
  }
}

export function listedNames(names: readonly SentName[]): ListedName[] {
  return names.map(({ text, weak }) => ({ text, ...(weak && { weak }) }));
}

/** A text that says something, and not too much. */
export function isLine(text: string): boolean {
  return text.trim() !== "" && text.length <= most.characters;
}

import { signal } from "@preact/signals";
import { browserStore } from "../browser-store.ts";

/** The languages of the console. Codes (TLP, HS, UN/LOCODE, ids) are never translated. */
export type Language = "en" | "fr";

/** What is said on a page: in each language the same keys, a sentence or a function that makes one. */
export interface Words<Its> {
  readonly en: Its;
  readonly fr: { readonly [Key in keyof Its]: Its[Key] extends string ? string : Its[Key] };
}

const KEPT = "talanoa.language";

function preferred(): Language {
  const kept = browserStore.getItem(KEPT);
  if (kept === "en" || kept === "fr") return kept;
  return navigator.language.startsWith("fr") ? "fr" : "en";
}

/** The language in which the page is shown now. */
export const language = signal<Language>(preferred());

/** Shows the page in another language, in this browser from now on. */
export function speak(next: Language): void {
  browserStore.setItem(KEPT, next);
  document.documentElement.lang = next;
  language.value = next;
}

/** What is said, in the language of the page: a component that reads it is drawn anew when that changes. */
export function inLanguage<Its>(words: Words<Its>): Words<Its>["en"] {
  return words[language.value] as Its;
}

/** A label and what it is of, as the language of the page writes it: `Erase: …`, `Effacer : …`. */
export function labelled(label: string, its: string): string {
  return `${label}${language.value === "fr" ? "\u00a0: " : ": "}${its}`;
}

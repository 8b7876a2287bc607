import type { Handling } from "@talanoa/contract/generated/talanoa.ts";

/** A caveat: the field of Handling that is set. */
export type Caveat = Exclude<keyof Handling, "embargoUntil" | "acknowledgeBy">;

/** The word of each caveat, as drafts, lists and programs have it. */
export const caveatWords = {
  noOnwardSharing: "no-onward-sharing",
  notForCourt: "not-for-court",
  protectSource: "protect-source",
} as const satisfies { readonly [Each in Caveat]: string };

/** What each caveat asks of whoever holds a copy. */
export const caveatSentences: { readonly [Each in Caveat]: string } = {
  noOnwardSharing: "Do not pass it on unless the originator consents",
  notForCourt: "Do not use it in court unless the originator permits",
  protectSource: "Do not reveal the source",
};

/** The caveats of a notice, in the order of the table. */
export function caveatsOf(handling: Handling | null): Caveat[] {
  if (!handling) return [];
  return (Object.keys(caveatWords) as Caveat[]).filter((caveat) => handling[caveat]);
}

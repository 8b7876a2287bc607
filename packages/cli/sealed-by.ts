import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import { kindWords, wordOf } from "@talanoa/contract/words.ts";
import { plain } from "./plain-text.ts";

/** Whether a key is one that a Member gave to its screening: it signs risk flags and nothing else. */
export function isOfScreening(signsOnly: readonly number[]): boolean {
  return signsOnly.length === 1 && signsOnly[0] === Kind.RISK_FLAG;
}

/**
 * Who signed a notice: `NZ`, or its screening, or who holds another key for some kinds alone. `signsOnly` is the
 * kinds of the key, empty for all.
 */
export function sealedBy(origin: string, signsOnly: readonly number[]): string {
  if (signsOnly.length === 0) return plain(origin);
  if (isOfScreening(signsOnly))
    return `the screening of ${plain(origin)}, with a key that signs risk flags only`;
  const kinds = signsOnly.map((kind) => wordOf(kindWords, kind)).join(" and ");
  return `${plain(origin)}, with a key that signs only notices of the kind ${kinds}`;
}

/** What it was signed with, for a program: the kinds that the key signs, none for all. */
export function sealedByJson(signsOnly: readonly number[]): { [key: string]: string[] } {
  return { key_signs_only: signsOnly.map((kind) => wordOf(kindWords, kind)) };
}

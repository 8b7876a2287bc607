import type { Identifiers } from "@talanoa/contract/generated/talanoa.ts";
import { sentenceOf } from "../notice/rules.ts";
import type { Violation } from "../notice/violation.ts";
import { identifierFields, identifierKinds, identifierTerm } from "./identifiers.ts";
import { wordTerm } from "./terms.ts";
import { wordsOf } from "./words.ts";

const MOST_TEXT = 200;
const MOST_IDENTIFIERS = 32;

/** What a person asks for: all of these terms, or what is wrong with the question. */
export function queryTerms({
  text,
  identifiers,
}: {
  readonly text: string;
  readonly identifiers: Identifiers | null;
}): { readonly terms: readonly string[] } | { readonly violations: readonly Violation[] } {
  const violations: Violation[] = [];
  const fault = (field: string, rule: string, description: string): void => {
    violations.push({ field, rule, description });
  };
  if (text.length > MOST_TEXT) {
    fault("text", "text-length", `Give at most ${MOST_TEXT} characters.`);
    return { violations };
  }
  const terms = new Set(wordsOf(text).map(wordTerm));
  const given = identifierFields.flatMap((field) =>
    (identifiers?.[field] ?? []).map((value, i) => ({ field, value, i })),
  );
  if (given.length > MOST_IDENTIFIERS) {
    fault("identifiers", "list-length", `Give at most ${MOST_IDENTIFIERS} identifiers.`);
    return { violations };
  }
  for (const { field, value, i } of given) {
    const term = identifierTerm(field, value);
    const { rule } = identifierKinds[field];
    if (term) terms.add(term);
    else fault(`identifiers.${snake(field)}[${i}]`, rule, sentenceOf(rule));
  }
  if (violations.length > 0) return { violations };
  if (terms.size === 0) {
    fault("text", "search-something", "Give a word of letters or digits, or an identifier.");
    return { violations };
  }
  return { terms: [...terms] };
}

function snake(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

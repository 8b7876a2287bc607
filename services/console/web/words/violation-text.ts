import { sentenceOf } from "@talanoa/sharing/notice/rules.ts";
import type { Rule, Warning } from "@talanoa/sharing/notice/rules.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { inLanguage, language } from "./words.ts";
import { kindOfPath } from "./draft-path.ts";
import { englishRules } from "./english-rules.ts";
import { optionWords } from "./option-words.ts";
import { detailOnPage, frenchRules } from "./violation-words.ts";

/** What a violation says, in the language of the page; what only the hub checks is told as the hub says it. */
export function violationText({ field, rule, description }: Violation): string {
  const own: string | undefined = sentenceOf(rule as Rule | Warning);
  if (own === undefined || !description.startsWith(own)) return description;
  const sentences = language.value === "fr" ? frenchRules : englishRules;
  const options = inLanguage(optionWords)[kindOfPath(field)];
  const detail = detailOnPage(description.slice(own.length).trim(), language.value, options);
  return [sentences[rule as Rule | Warning] ?? own, detail].filter(Boolean).join(" ");
}

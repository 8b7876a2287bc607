import { sentenceOf } from "@talanoa/sharing/notice/rules.ts";
import type { Rule, Warning } from "@talanoa/sharing/notice/rules.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { inLanguage, language } from "./words.ts";
import { kindOfPath } from "./draft-path.ts";
import { englishRules } from "./english-rules.ts";
import { optionWords } from "./option-words.ts";
import { askedWords } from "./asked-words.ts";
import { separatedNumber } from "./separated-number.ts";
import { detailOnPage, frenchRules } from "./violation-words.ts";

/**
 * What a violation says, in the language of the page; what only the hub checks is told as the hub says it.
 *
 * @param value what stands in the field, where it is known
 */
export function violationText({ field, rule, description }: Violation, value?: unknown): string {
  const own: string | undefined = sentenceOf(rule as Rule | Warning);
  if (own === undefined || !description.startsWith(own)) return description;
  const sentences = language.value === "fr" ? frenchRules : englishRules;
  const options = inLanguage(optionWords)[kindOfPath(field)];
  const detail = detailOnPage(description.slice(own.length).trim(), language.value, options);
  const asked = rule === "section-required" && inLanguage(askedWords)[kindOfPath(field)];
  if (asked) return asked;
  // The form that is asked for says more than that there is one.
  if (rule === "draft-shape" && detail !== "")
    return separatedNumber(value, language.value) ?? detail;
  return [sentences[rule as Rule | Warning] ?? own, detail].filter(Boolean).join(" ");
}

import { sentenceOf } from "@talanoa/sharing/notice/rules.ts";
import type { Rule, Warning } from "@talanoa/sharing/notice/rules.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { language } from "../../../words/words.ts";
import { detailInFrench, frenchRules } from "./violation-words.ts";

/** What a violation says, in the language of the page; what only the hub checks is told as the hub says it. */
export function violationText({ rule, description }: Violation): string {
  if (language.value === "en") return description;
  const french = frenchRules[rule as Rule | Warning];
  if (!french) return description;
  const detail = description.slice(sentenceOf(rule as Rule | Warning).length).trim();
  return detail === "" ? french : `${french} ${detailInFrench(detail)}`;
}

import { Revision, RiskMeasure } from "@talanoa/contract/generated/talanoa.ts";
import { kindWords, revisionWords, riskMeasureWords } from "@talanoa/contract/words.ts";
import { kindLabels } from "../../words/code-words.ts";
import type { Language, Words } from "../../words/words.ts";
import { optionWords } from "../../words/option-words.ts";

interface Labels {
  readonly [word: string]: string;
}

/** What the words that packages/sharing/notice/describe*.ts have for codes are called on the page. */
export const codeLabels: Words<Labels> = {
  en: labelsOf("en", {
    [revisionWords[Revision.CORRECTION]]: "Correction",
    [revisionWords[Revision.CHANGE]]: "Change",
    [riskMeasureWords[RiskMeasure.INSPECT]]: "Inspect",
    [riskMeasureWords[RiskMeasure.INTERVIEW]]: "Interview",
    [riskMeasureWords[RiskMeasure.OBSERVE]]: "Observe",
  }),
  fr: labelsOf("fr", {
    [revisionWords[Revision.CORRECTION]]: "Correction",
    [revisionWords[Revision.CHANGE]]: "Modification",
    [riskMeasureWords[RiskMeasure.INSPECT]]: "Contrôler",
    [riskMeasureWords[RiskMeasure.INTERVIEW]]: "Entendre",
    [riskMeasureWords[RiskMeasure.OBSERVE]]: "Observer",
  }),
};

function labelsOf(language: Language, own: Labels): Labels {
  const options = optionWords[language];
  const kinds: { readonly [kind: string]: string } = kindLabels[language];
  return {
    ...Object.fromEntries(Object.entries(kindWords).map(([kind, word]) => [word, kinds[kind]!])),
    ...own,
    ...options["type"],
    ...options["precedence"],
    ...options["direction"],
    ...options["when.precision"],
    ...options["purpose"],
    ...options["operation.phase"],
    ...options["operation.notice"],
    // Of a risk flag `information` means the same.
    ...options["request.type"],
    ...options["reply.state"],
  };
}

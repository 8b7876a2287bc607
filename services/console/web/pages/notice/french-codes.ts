import { Revision, RiskMeasure } from "@talanoa/contract/generated/talanoa.ts";
import { kindWords, revisionWords, riskMeasureWords } from "@talanoa/contract/words.ts";
import { kindLabels } from "../../words/code-words.ts";
import { optionWords } from "../publish/form/option-words.ts";

const { fr } = optionWords;

/** The words that packages/sharing/notice/describe*.ts have for codes, in French. */
export const frenchCodes: { readonly [word: string]: string } = {
  ...Object.fromEntries(
    Object.entries(kindWords).map(([kind, word]) => [word, labelOf(kindLabels.fr, kind)]),
  ),
  [revisionWords[Revision.CORRECTION]]: "Correction",
  [revisionWords[Revision.CHANGE]]: "Modification",
  [riskMeasureWords[RiskMeasure.INSPECT]]: "Contrôler",
  [riskMeasureWords[RiskMeasure.INTERVIEW]]: "Entendre",
  [riskMeasureWords[RiskMeasure.OBSERVE]]: "Observer",
  ...fr["type"],
  ...fr["precedence"],
  ...fr["direction"],
  ...fr["when.precision"],
  ...fr["purpose"],
  ...fr["operation.phase"],
  ...fr["operation.notice"],
  // Of a risk flag `information` means the same.
  ...fr["request.type"],
  ...fr["reply.state"],
};

function labelOf(labels: { readonly [code: number]: string }, code: string): string {
  return labels[Number(code)] ?? code;
}

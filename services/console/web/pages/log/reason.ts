import { signal } from "@preact/signals";
import { Purpose, type Reason } from "@talanoa/contract/generated/talanoa.ts";
import { purposeWords } from "@talanoa/contract/words.ts";
import { CASE_NUMBER, needsCase } from "@talanoa/sharing/record/case-number.ts";

/** Why the log is read in this sitting: it goes with every question. Null until it was said. */
export const sittingReason = signal<Reason | null>(null);

/** What is wrong with a reason; null when nothing is. */
export function reasonFault({
  purpose,
  caseNumber,
}: Reason): "purpose" | "needed" | "format" | null {
  if (!(purpose in purposeWords)) return "purpose";
  if (caseNumber === "") return needsCase[purpose] ? "needed" : null;
  return CASE_NUMBER.test(caseNumber) ? null : "format";
}

export const usualReason: Reason = { purpose: Purpose.AUDIT, caseNumber: "" };

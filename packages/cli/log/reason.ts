import type { Reason } from "@talanoa/contract/generated/talanoa.ts";
import { codeOf, purposeWords } from "@talanoa/contract/words.ts";
import { nearestWord } from "@talanoa/sharing/notice/nearest-word.ts";
import { needsCase } from "@talanoa/sharing/record/case-number.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Command } from "commander";
import { UsageError } from "../usage-error.ts";

export interface ReasonOptions {
  purpose: string;
  case?: string;
}

/** Adds the options that say why the log is read. */
export function withReason(command: Command, usual = "case-work"): Command {
  return command
    .option("--purpose <purpose>", `why: ${Object.values(purposeWords).join(", ")}`, usual)
    .option("--case <number>", "the case that it is for");
}

export function reasonOf({ purpose, case: caseNumber = "" }: ReasonOptions): Reason {
  const code = codeOf(purposeWords, purpose);
  if (code !== undefined) return { purpose: code, caseNumber };
  const known = Object.values(purposeWords);
  const nearest = nearestWord(purpose, known);
  throw new UsageError(
    `${purpose} is no purpose`,
    nearest ? `Did you mean ${nearest}?` : `They are: ${known.join(", ")}.`,
  );
}

/** What a question to the log gives. Throws UsageError when it needs a case, in the words of the options. */
export async function withCase<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    const violations = error instanceof HubError ? error.violations : [];
    if (!violations.some(({ rule }) => rule === "case-number-required")) throw error;
    throw caseMissing();
  }
}

/** Throws UsageError for a purpose that needs a case and has none: what is asked next would leave something behind. */
export function checkCase({ purpose, caseNumber }: Reason): void {
  if (needsCase[purpose] && caseNumber === "") throw caseMissing();
}

function caseMissing(): UsageError {
  return new UsageError(
    "this purpose needs the case that it is for",
    "Give --case NUMBER, or another purpose, as --purpose audit.",
  );
}

import type { Reason } from "@talanoa/contract/generated/talanoa.ts";
import { codeOf, purposeWords } from "@talanoa/contract/words.ts";
import { nearestWord } from "@talanoa/sharing/notice/nearest-word.ts";
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

import type { NoticeRef, Reason } from "@talanoa/contract/generated/talanoa.ts";
import { purposeWords } from "@talanoa/contract/words.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import type { Session } from "../session.ts";

export interface PurposeOptions {
  readonly purpose: string;
  readonly case?: string;
}

/** How the commands of the log ask it. */
export interface Asking {
  /** Throws UsageError for a purpose that is none. */
  reasonOf(options: PurposeOptions): Reason;
  /** What a question gives. Throws UsageError when it needs a case, in the words of the options. */
  withCase<T>(asked: Promise<T>): Promise<T>;
  /** The notice that a person named. Throws UsageError, HubError. */
  named(session: Session, text: string, context: Context): Promise<NoticeRef>;
}

/** The options that say why the log is asked. */
export function withPurpose(command: Command): Command {
  return command
    .option("--purpose <purpose>", `why: ${Object.values(purposeWords).join(", ")}`, "case-work")
    .option("--case <number>", "the case that it is for");
}

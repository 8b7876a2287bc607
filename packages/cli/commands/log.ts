import { type LogQuestion, queryLog, trail } from "@talanoa/client/log.ts";
import type { NoticeRef, Reason } from "@talanoa/contract/generated/talanoa.ts";
import { steps } from "@talanoa/contract/records.ts";
import { codeOf, purposeWords } from "@talanoa/contract/words.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { nearestWord } from "@talanoa/sharing/notice/nearest-word.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import type { PurposeOptions } from "../log/asking.ts";
import { defineReport } from "../log/report.ts";
import { defineStats } from "../log/stats.ts";
import { printTrail } from "../log/print-trail.ts";
import { printLog } from "../log-rows.ts";
import { findKnownNotice, readRef } from "../notice-ref.ts";
import { countOption, timeOption, untilOption } from "../option-values.ts";
import { openSession, type Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";

const noticeHelp =
  "ORIGIN/ID or ORIGIN/ID/VERSION with the whole id; a part of it is enough only for who has a feed too";

interface ReasonOptions extends PurposeOptions {
  limit: number;
}

interface QueryOptions extends ReasonOptions {
  from?: number;
  until?: number;
  step?: string[];
  participant?: string;
  principal?: string;
  notice?: string;
  newestFirst?: boolean;
  exercises?: boolean;
}

export function define(command: Command, context: Context): void {
  withReason(command.command("query"))
    .description("Ask the exchange log. That it was asked, by whom and why, is itself recorded.")
    .option(
      "--from <time>",
      "from this time on: 2025-07-14, 2025-07-14T09:30+12:00, or how long ago: 24h",
      timeOption,
    )
    .option("--until <time>", "before the end of this time", untilOption)
    .option(
      "--step <step>",
      `only these steps, with commas: ${Object.values(steps).join(", ")}`,
      words,
    )
    .option("--participant <id>", "only steps that this participant took")
    .option("--principal <id>", "only steps that this principal took")
    .option("--notice <notice>", `only about this notice: ${noticeHelp}`)
    .option("--newest-first", "the newest first")
    .option("--exercises", "exercises too")
    .action(async (options: QueryOptions) => {
      const reason = reasonOf(options);
      const question = questionOf(options);
      await using session = await openSession(context);
      const { hub } = session;
      if (options.notice) question.notice = await named(session, options.notice, context);
      const pageSize = Math.min(1_000, options.limit);
      const entries = queryLog(hub, reason, { ...question, pageSize }, { signal: context.signal });
      await withCase(printLog(context, entries, options.limit));
    });

  withReason(command.command("trail"))
    .description("All that the log has about one notice and that you may see, oldest first.")
    .argument("<notice>", noticeHelp)
    .action(async (text: string, options: ReasonOptions) => {
      const reason = reasonOf(options);
      await using session = await openSession(context);
      const notice = await named(session, text, context);
      const pageSize = Math.min(1_000, options.limit);
      const entries = trail(session.hub, reason, notice, { pageSize, signal: context.signal });
      const count = await withCase(printTrail(context, entries, { notice, limit: options.limit }));
      if (count === 0) context.exitCode = exitCodes.notFound;
    });
  const asking = { reasonOf, withCase, named };
  defineStats(command, context, asking);
  defineReport(command, context, asking);
}

function withReason(command: Command): Command {
  return command
    .option("--purpose <purpose>", `why: ${Object.values(purposeWords).join(", ")}`, "case-work")
    .option("--case <number>", "the case that it is for")
    .option("--limit <count>", "how many entries", countOption, 1_000);
}

function reasonOf({ purpose, case: caseNumber = "" }: PurposeOptions): Reason {
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
async function withCase<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    const violations = error instanceof HubError ? error.violations : [];
    if (!violations.some(({ rule }) => rule === "case-number-required")) throw error;
    throw new UsageError(
      "this purpose needs the case that it is for",
      "Give --case NUMBER, or another purpose, as --purpose audit.",
    );
  }
}

function questionOf(options: QueryOptions): LogQuestion {
  const { from = 0, until = 0, step = [], participant = "", principal = "" } = options;
  const known: readonly string[] = Object.values(steps);
  for (const each of step)
    if (!known.includes(each)) {
      const nearest = nearestWord(each, known);
      throw new UsageError(
        `${each} is no step`,
        nearest ? `Did you mean ${nearest}?` : `They are: ${known.join(", ")}.`,
      );
    }
  return {
    from,
    until,
    steps: step,
    participant: participant.toUpperCase(),
    principal,
    descending: options.newestFirst ?? false,
    includeExercises: options.exercises ?? false,
  };
}

/** An auditor may have no feed: a whole id is taken as it is, only a part is looked up there. */
async function named(session: Session, text: string, context: Context): Promise<NoticeRef> {
  const ref = readRef(text);
  if ("whole" in ref) return ref.whole;
  try {
    return await findKnownNotice(session.hub, text, context.signal);
  } catch (error) {
    if (!(error instanceof HubError) || error.code !== "permission-denied") throw error;
    throw new UsageError(
      `${session.identity.name} has no feed in which to look up ${text}`,
      "Give the whole ORIGIN/ID, as `talanoa publish` and `talanoa log query` show it.",
    );
  }
}

function words(value: string, before: string[] = []): string[] {
  return [...before, ...value.split(",").map((word) => word.trim())];
}

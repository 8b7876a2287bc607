import { reportDraft, type WrittenResult } from "@talanoa/sharing/operation/drafts.ts";
import { readResults } from "@talanoa/sharing/operation/written-results.ts";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import type { Context } from "../context.ts";
import { oneDraft } from "../one-draft.ts";
import { mustFindOperation } from "./entry.ts";
import { addSendingOptions, type SendingOptions } from "./sending.ts";
import { timeOption } from "../option-values.ts";
import { dryRun } from "../publish-dry-run.ts";
import { publishOne } from "../publish-one.ts";
import { openSession } from "../session.ts";

interface ReportOptions extends SendingOptions {
  text: string;
  results: WrittenResult[];
  on?: number;
}

export function defineReport(command: Command, context: Context): void {
  const report = command
    .command("report")
    .description(
      "Send a situation report to the operation, with what was achieved since your last.",
    )
    .argument("<id>", "the operation")
    .requiredOption("--text <text>", "what has happened")
    .option(
      "--results <results>",
      'with commas: measure=quantity unit, as "yachts boarded=14 yachts"',
      resultsOption,
      [],
    )
    .option("--on <time>", "as of when; now unless given", timeOption);
  addSendingOptions(report).action((id: string, options: ReportOptions) =>
    send(context, id, options),
  );
}

function resultsOption(text: string, before: readonly WrittenResult[] = []): WrittenResult[] {
  const given = readResults(text);
  if (!given) throw new InvalidArgumentError('Give "yachts boarded=14 yachts,arrests=3".');
  return [...before, ...given];
}

async function send(context: Context, id: string, options: ReportOptions): Promise<void> {
  const { text, results, on } = options;
  const operation = await inSession(context, id);
  const now = Date.now();
  const source = oneDraft(reportDraft(operation, { asOf: on ?? now, text, results, now }, options));
  if (options.dryRun) return dryRun(context, source);
  return publishOne(context, source, { patience: options.wait * 1_000 });
}

async function inSession(context: Context, id: string) {
  // Of its own, so that an embedded hub that was started for it has ended before the next one.
  await using session = await openSession(context);
  return mustFindOperation(session, id, context);
}

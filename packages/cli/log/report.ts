import { writeFile } from "node:fs/promises";
import { basename, extname, resolve } from "node:path";
import { logPolicy } from "@talanoa/client/log-proof.ts";
import type { ProvingOptions } from "@talanoa/client/prove-in-turn.ts";
import { counted } from "@talanoa/contract/counted.ts";
import { purposeWords, wordOf } from "@talanoa/contract/words.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { isThere, writing } from "../file-trouble.ts";
import { type LogKeyOptions, withWitnesses, witnessKeys } from "../log-policy.ts";
import { timeOption, untilOption } from "../option-values.ts";
import { printJson } from "../print.ts";
import { openSession, type Session } from "../session.ts";
import { utc } from "@talanoa/client/times.ts";
import { UsageError } from "../usage-error.ts";
import type { Block } from "@talanoa/sharing/story/block.ts";
import { provedFromKept } from "./from-kept.ts";
import type { Gathered } from "./gathered.ts";
import { htmlPage } from "./html-page.ts";
import { markdownPage } from "./markdown-page.ts";
import { memberReport } from "./member-report.ts";
import { noticeReport } from "./notice-report.ts";
import { proveEntries } from "./prove-entries.ts";
import { defaultFile, reportPage } from "./report-page.ts";
import { toldEntries } from "@talanoa/sharing/story/told-entry.ts";
import { operationReport } from "./operation-report.ts";
import { namedNotice } from "./named-notice.ts";
import { type ReasonOptions, reasonOf, withCase, withReason } from "./reason.ts";

interface ReportOptions extends ReasonOptions, Pick<LogKeyOptions, "witness"> {
  member?: string;
  operation?: string;
  from?: number;
  to?: number;
  exercises?: boolean;
  out?: string;
}

/** Defines `log report`. */
export function defineReport(command: Command, context: Context): void {
  withReason(withWitnesses(command.command("report")))
    .description(
      "A pack for a committee or a court, of one notice, of a joint operation, or of a participant's exchange in a time: who was entitled, who had it, why, and the proofs. One HTML file, or text when the name ends with .md.",
    )
    .argument(
      "[notice]",
      "ORIGIN/ID with the whole id; a part of it is enough only for who has a feed too",
    )
    .option("--member <id>", "of all that this participant exchanged, with --from and --to")
    .option(
      "--operation <id>",
      "of all that belongs to this joint operation, as far as you may know",
    )
    .option("--from <time>", "from this time on: 2025-07-14 (UTC)", timeOption)
    .option("--to <time>", "before the end of this time", untilOption)
    .option("--exercises", "exercises too; a notice that is one is always told")
    .option("--out <file>", "where to; FILE.html, or text as FILE.md or FILE.txt")
    .action(async (notice: string | undefined, options: ReportOptions) => {
      const reason = reasonOf(options);
      const { signal } = context;
      checkOptions(notice, options);
      const witnesses = await witnessKeys(options);
      await using session = await openSession(context);
      const { hub } = session;
      const ref = notice === undefined ? null : await namedNotice(session, notice, context);
      const named = options.operation ?? memberOf(options);
      const file = options.out ?? (ref ? defaultFile(ref) : `report-${named}.html`);
      const gathering = ref
        ? noticeReport(hub, reason, ref, signal)
        : options.operation !== undefined
          ? operationReport(hub, reason, options.operation, signal)
          : memberReport(hub, reason, { ...spanOf(options), member: named }, signal);
      const gathered = await withCase(gathering);
      const why = [
        wordOf(purposeWords, reason.purpose),
        reason.caseNumber && `case ${reason.caseNumber}`,
      ];
      const fields: [string, string][] = [
        ["made", `${utc(Date.now())} by ${hub.identity.participant} ${hub.identity.principal}`],
        ["purpose", why.filter(Boolean).join(", ")],
      ];
      const policy = { ...logPolicy(hub.identity.hub), witnesses };
      const told = { ...gathered, fields: [...fields, ...gathered.fields] };
      const proved = await provedFromKept(context, session, policy, (since) =>
        provedPage(session, told, { file, policy, proving: { since, signal } }),
      );
      if (!proved) return;
      const { page } = proved;
      const text = isText(file) ? markdownPage(page) : htmlPage(gathered.title, page);
      const path = resolve(context.terminal.cwd, file);
      const stood = await isThere(path);
      await writing(path, () => writeFile(path, text, { mode: 0o600 }));
      await say(context, file, gathered);
      if (stood) context.terminal.say(`It replaces the file that stood there.\n`);
    });
}

/** Proves what was gathered and lays it out. Throws HubError, TlogError; `not-found` when there is nothing. */
async function provedPage(
  { hub }: Session,
  gathered: Gathered,
  {
    file,
    policy,
    proving,
  }: {
    readonly file: string;
    readonly policy: Policy;
    readonly proving: ProvingOptions;
  },
): Promise<{ page: Block[]; opened: OpenedCheckpoint }> {
  const entries = gathered.entries.toSorted((one, other) => one.index - other.index);
  const rows = entries.filter(({ altered }) => !altered).map(({ row }) => row);
  if (entries.every(({ step }) => step === "queried")) {
    throw new HubError("not-found", "the log has nothing about it that you may see");
  }
  const { opened, ...proved } = await proveEntries(hub, policy, rows, proving);
  const page = reportPage({
    ...gathered,
    entries: toldEntries(entries),
    proved,
    opened,
    logKey: hub.identity.hub.logKey!,
    file: basename(file),
  });
  return { page, opened };
}

async function say(context: Context, file: string, { entries }: Gathered): Promise<void> {
  const altered = entries.filter((entry) => entry.altered).map(({ index }) => index);
  if (context.options.json) {
    await printJson(context, [{ file, entries: entries.length, altered }]);
  } else {
    await context.terminal.write(
      `${file}: told from ${counted(entries.length, "entry", "entries")}, each with its proof.\n`,
    );
  }
  if (altered.length === 0) return;
  context.exitCode = exitCodes.notGenuine;
  context.terminal.say(
    `Altered behind the log's back, and not proved: entry ${altered.join(", ")}.\n`,
  );
}

function checkOptions(notice: string | undefined, options: ReportOptions): void {
  const { member, operation } = options;
  if ([notice, member, operation].filter((each) => each !== undefined).length !== 1)
    throw new UsageError(
      "a report is of one notice, of one operation or of one participant",
      "Give NOTICE, --operation NAME or --member XX.",
    );
  if (member !== undefined) spanOf(options);
  const { out } = options;
  if (out !== undefined && !isText(out) && !isHtml(out))
    throw new UsageError(
      `${out} names no form in which a report is written`,
      "Give FILE.html, or text as FILE.md or FILE.txt.",
    );
}

function spanOf({ from, to, exercises = false }: ReportOptions) {
  if (from === undefined || to === undefined || to <= from)
    throw new UsageError("a participant's report is of a time", "Give --from and, after it, --to.");
  return { from, until: to, exercises };
}

function memberOf({ member = "" }: ReportOptions): string {
  return member.toUpperCase();
}

function isHtml(file: string): boolean {
  return [".html", ".htm"].includes(extname(file).toLowerCase());
}

function isText(file: string): boolean {
  return [".md", ".txt"].includes(extname(file).toLowerCase());
}

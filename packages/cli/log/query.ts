import { checkedQuery } from "@talanoa/client/checked-query.ts";
import type { HubClient } from "@talanoa/client/connect.ts";
import { type LogQuestion, queryLog } from "@talanoa/client/log.ts";
import { logPolicy } from "@talanoa/client/log-proof.ts";
import { ToldArchives } from "@talanoa/client/told-archives.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { printLog } from "../log-rows.ts";
import { countOption, timeOption, UTC_DAYS } from "../option-values.ts";
import { openSession } from "../session.ts";
import { sayArchives } from "./archives-told.ts";
import { type Format, formatOf, withFormat } from "./format.ts";
import { provedFromKept } from "./from-kept.ts";
import { namedNotice, noticeHelp } from "./named-notice.ts";
import { type ReasonOptions, reasonOf, withCase, withReason } from "./reason.ts";
import { stepsHelp, stepsOption } from "./steps-option.ts";
import { sayUnknown } from "./unknown-names.ts";
import { untilOf, withUntil } from "./until-option.ts";
import { tellVerdict } from "./verdict.ts";

interface QueryOptions extends ReasonOptions {
  limit: number;
  from?: number;
  until?: number;
  to?: number;
  step?: string[];
  participant?: string;
  principal?: string;
  notice?: string;
  operation?: string;
  newestFirst?: boolean;
  exercises?: boolean;
  format?: Format;
  verify?: boolean;
}

export function defineQuery(command: Command, context: Context): void {
  withUntil(withFormat(withReason(command.command("query"))))
    .description("Ask the exchange log. That it was asked, by whom and why, is itself recorded.")
    .option(
      "--from <time>",
      "from this time on: 2025-07-14 (UTC), 2025-07-14T09:30+12:00, or how long ago: 24h",
      timeOption,
    )
    .option("--step <step>", stepsHelp, stepsOption)
    .option("--participant <id>", "only steps that this participant took")
    .option("--principal <id>", "only steps that this principal took")
    .option("--notice <notice>", `only about this notice: ${noticeHelp}`)
    .option(
      "--operation <id>",
      "only what was done to this joint operation, and to the notices that you know to belong to it",
    )
    .option("--newest-first", "the newest first")
    .option("--exercises", "exercises too")
    .option("--limit <count>", "how many entries", countOption, 1_000)
    .option("--verify", "prove every entry, and that none is missing")
    .action(async (options: QueryOptions) => {
      const reason = reasonOf(options);
      const format = formatOf(context, options.format);
      const asked = questionOf(options);
      await using session = await openSession(context);
      const { hub, identity } = session;
      const { signal } = context;
      const { limit, notice } = options;
      const pageSize = Math.min(1_000, limit);
      const question: LogQuestion = { ...asked, pageSize, withErasing: true };
      if (notice) question.notice = await namedNotice(session, notice, context);
      if (!options.verify) {
        const told = new ToldArchives();
        const entries = queryLog(hub, reason, question, { signal, archived: told.add });
        const count = await withCase(printLog(context, entries, { limit, format }));
        if (count === 0) await sayNone(context, hub, question);
        sayArchives(context, told.all);
        return;
      }
      const policy = logPolicy(identity.hub);
      const checked = await provedFromKept(context, session, policy, (since) =>
        withCase(checkedQuery(hub, policy, { reason, question, limit }, { since, signal })),
      );
      if (!checked) return;
      const count = await printLog(context, checked.entries, { limit, format });
      if (count === 0) await sayNone(context, hub, question);
      await tellVerdict(context, checked, checked.entries.length);
    });
}

/** Why a question may have found nothing. */
async function sayNone(context: Context, hub: HubClient, question: LogQuestion): Promise<void> {
  if (question.from || question.until) context.terminal.say(`${UTC_DAYS}\n`);
  await sayUnknown(context, hub, question);
}

function questionOf(options: QueryOptions): LogQuestion {
  const { from = 0, step = [], participant = "", principal = "", operation = "" } = options;
  return {
    from,
    until: untilOf(options) ?? 0,
    steps: step,
    participant: participant.toUpperCase(),
    principal,
    operation,
    descending: options.newestFirst ?? false,
    includeExercises: options.exercises ?? false,
  };
}

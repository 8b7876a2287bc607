import { logStats } from "@talanoa/client/log-stats.ts";
import { StatsPeriod } from "@talanoa/contract/generated/talanoa.ts";
import { codeOf, statsPeriodWords } from "@talanoa/contract/words.ts";
import { type Command, InvalidArgumentError } from "commander";
import type { Context } from "../context.ts";
import { timeOption, untilOption } from "../option-values.ts";
import { printRows } from "../print.ts";
import { openSession } from "../session.ts";
import { sayArchives } from "./archives-told.ts";
import { csv } from "@talanoa/sharing/text/csv.ts";
import {
  statsCells,
  statsColumns,
  statsCsvColumns,
  statsCsvRow,
  statsJson,
} from "./stats-forms.ts";
import { type ReasonOptions, reasonOf, withCase, withReason } from "./reason.ts";

interface StatsOptions extends ReasonOptions {
  from?: number;
  to?: number;
  by?: StatsPeriod;
  participant?: string;
  exercises?: boolean;
  format?: "csv";
}

/** Defines `log stats`. */
export function defineStats(command: Command, context: Context): void {
  withReason(command.command("stats"))
    .description(
      "What was exchanged in figures: of all participants for the Secretariat's auditor, of one's own for any other. That it was asked is itself recorded.",
    )
    .option(
      "--from <time>",
      "from this time on: 2025-07-14 (UTC), or how long ago: 30d",
      timeOption,
    )
    .option("--to <time>", "before the end of this time", untilOption)
    .option("--by <period>", "each day, week or month (UTC) on its own", periodOption)
    .option("--participant <id>", "only this participant")
    .option("--exercises", "exercises too")
    .option("--format <format>", "csv, for a spreadsheet", formatOption)
    .action(async (options: StatsOptions) => {
      const reason = reasonOf(options);
      const { from = 0, to: until = 0, by = StatsPeriod.UNSPECIFIED, participant = "" } = options;
      await using session = await openSession(context);
      const question = {
        from,
        until,
        by,
        participant: participant.toUpperCase(),
        includeExercises: options.exercises ?? false,
      };
      const { signal } = context;
      const counted = await withCase(logStats(session.hub, reason, question, { signal }));
      const { rows } = counted;
      if (counted.archives.length > 0) {
        context.terminal.say("Not counted, as the hub does not have it any more:\n");
        sayArchives(context, counted.archives);
      }
      if (options.format === "csv") {
        const all = [statsCsvColumns, ...rows.map((row) => statsCsvRow(row, by))];
        return context.terminal.write(csv(all));
      }
      await printRows(context, rows, {
        columns: statsColumns,
        cells: (row) => statsCells(row, by),
        json: (row) => statsJson(row, by),
        none: "Nothing was exchanged in this time that you may see.",
      });
    });
}

function periodOption(text: string): StatsPeriod {
  const code = codeOf(statsPeriodWords, text);
  if (code !== undefined) return code;
  throw new InvalidArgumentError(`Give ${Object.values(statsPeriodWords).join(", ")}.`);
}

function formatOption(text: string): "csv" {
  if (text === "csv") return text;
  throw new InvalidArgumentError("Give csv.");
}

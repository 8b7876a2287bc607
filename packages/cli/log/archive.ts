import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  type Archive,
  isArchive,
  LOG_KEY,
  MANIFEST,
  openArchive,
  readArchive,
} from "@talanoa/client/archive/read-archive.ts";
import { type LogEntry, readRow } from "@talanoa/client/log.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { type RowFilter, rowMatches } from "@talanoa/sharing/record/row-filter.ts";
import { signedAlone } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { type LogKeyOptions, policyOf, withLogKeys } from "../log-policy.ts";
import { printLog } from "../log-rows.ts";
import { countOption, timeOption } from "../option-values.ts";
import { readRef } from "../notice-ref.ts";
import { UsageError } from "../usage-error.ts";
import { checkExportFolder } from "./export-folder.ts";
import { type Format, formatOf, withFormat } from "./format.ts";
import { askQuorum } from "./quorum.ts";
import { stepsHelp, stepsOption } from "./steps-option.ts";
import { untilOf, withUntil } from "./until-option.ts";

interface ArchiveOptions extends LogKeyOptions {
  from?: number;
  until?: number;
  to?: number;
  step?: string[];
  participant?: string;
  notice?: string;
  limit: number;
  format?: Format;
}

/** `talanoa log archive`. */
export function defineArchive(command: Command, context: Context): void {
  withUntil(withFormat(withLogKeys(command.command("archive"))))
    .description(
      "Verify an archive of the exchange log, or a restorable export, and show what it has, as `log query` does. Needs no hub; whoever reads it sees the parts of all.",
    )
    .argument("<folder>", "the folder with the archive")
    .option(
      "--from <time>",
      "from this time on: 2025-07-14 (UTC), 2025-07-14T09:30+12:00",
      timeOption,
    )
    .option("--step <step>", stepsHelp, stepsOption)
    .option("--participant <id>", "only steps that this participant took")
    .option("--notice <notice>", "only about this notice: ORIGIN/ID")
    .option("--limit <count>", "how many entries", countOption, 1_000)
    .action(async (text: string, options: ArchiveOptions) => {
      const format = formatOf(context, options.format);
      const filter = filterOf(options);
      const folder = resolve(context.terminal.cwd, text);
      await checkExportFolder(folder);
      if (!(await isArchive(folder)))
        throw new UsageError(
          `${folder} is no archive: it has no file ${MANIFEST}`,
          "Of an export that is not restorable, records.jsonl has the records; `talanoa log verify --dir` verifies it.",
        );
      const enclosed = await readFile(join(folder, LOG_KEY), "utf8").catch(() => undefined);
      const policy = await policyOf(context, options, enclosed);
      const archive = await openArchive(folder, signedAlone(policy));
      const { limit } = options;
      const entries = matching(archive, filter, context.signal);
      await printLog(context, entries, { limit, format });
      askQuorum(context, archive.opened, policy);
    });
}

function filterOf(options: ArchiveOptions): RowFilter {
  const { from, step, participant, notice } = options;
  const until = untilOf(options);
  return {
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
    ...(step && { steps: step }),
    ...(participant && { participant: participant.toUpperCase() }),
    ...(notice && { notice: noticeOf(notice) }),
    includeExercises: true,
  };
}

/** An archive has no feed in which a part of an id could be looked up. */
function noticeOf(text: string): NoticeRef {
  const ref = readRef(text);
  if ("whole" in ref) return ref.whole;
  throw new UsageError(`${text} is a part of an id`, "Give ORIGIN/ID, with the whole id.");
}

async function* matching(
  archive: Archive,
  filter: RowFilter,
  signal: AbortSignal,
): AsyncGenerator<LogEntry, void, void> {
  for await (const { index, its } of readArchive(archive, signal)) {
    const { common, entry } = its;
    const parts = its.parts.map(({ bytes }) => bytes);
    const row = readRow({ index, common, parts, entry, altered: false });
    if (rowMatches(filter, row)) yield row;
  }
}

import { newestCopies, placedCopies } from "@talanoa/client/case-copies.ts";
import { type CheckedCopy, checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { listNotices } from "@talanoa/client/notices.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type { FeedFilter } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { caseLines } from "@talanoa/sharing/feed/case-line.ts";
import type { Command } from "commander";
import { caseCells, caseColumns, caseJson } from "../case-rows.ts";
import type { Context } from "../context.ts";
import { copyCells, copyColumns } from "../copy-row.ts";
import { exitCodes } from "../exit-code.ts";
import { addFilterOptions, type FilterOptions, filterOf } from "../feed-filter.ts";
import { copyJson } from "../json.ts";
import { countOption } from "../option-values.ts";
import { printJson, printRows } from "../print.ts";
import { openSession, type Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";
import { briefOf, wholeHelp } from "../whole-option.ts";

interface Options extends FilterOptions {
  limit: number;
  allVersions?: boolean;
  byEvent?: boolean;
  exercises?: boolean;
  whole?: boolean;
}

export function define(command: Command, context: Context): void {
  addFilterOptions(command)
    .option("--limit <count>", "how many, the newest first", countOption, 50)
    .option("--exercises", "exercises too")
    .option("--all-versions", "replaced versions too")
    .option("--whole", wholeHelp)
    .option(
      "--by-event",
      "in the order of events, the earliest first, case by case; what was reported late is marked",
    )
    .action(async (options: Options) => {
      const filter = { ...filterOf(options), withoutExercises: !options.exercises };
      const brief = briefOf(context, options);
      if (options.byEvent && options.allVersions)
        throw new UsageError("by event each notice stands once, in its newest version");
      await using session = await openSession(context);
      if (options.byEvent) return listByEvent(context, session, { ...options, filter });
      const { hub } = session;
      const keys = directoryKeys(hub);
      const rows: CheckedCopy[] = [];
      let left = options.limit;
      const pageSize = Math.min(200, options.limit);
      const { allVersions = false } = options;
      const request = { filter, pageSize, allVersions, brief, signal: context.signal };
      for await (const copy of listNotices(hub, request)) {
        const content = await checkCopy(copy, keys);
        // A program may ask for many: it is given each as it comes.
        if (context.options.json) await printJson(context, [copyJson(content)]);
        else rows.push(content);
        if (--left === 0) break;
      }
      if (context.options.json) return;
      await printRows(context, rows, {
        columns: copyColumns,
        cells: (content) => copyCells(content, context.terminal),
        json: copyJson,
        none: noneText(options.exercises),
      });
      if (left === 0) {
        context.terminal.say(
          `There may be more than ${counted(options.limit, "copy", "copies")}: see --limit.\n`,
        );
      }
    });
}

/** The newest copies of the feed, put in the order of what happened. */
async function listByEvent(
  context: Context,
  session: Session,
  {
    filter,
    limit: most,
    exercises,
    whole = false,
  }: Pick<Options, "limit" | "exercises" | "whole"> & { readonly filter: Init<FeedFilter> },
): Promise<void> {
  const { contents, more } = await newestCopies(session.hub, directoryKeys(session.hub), {
    filter,
    most,
    whole,
    signal: context.signal,
  });
  const notGenuine = contents.filter(({ kind }) => kind === "not-genuine");
  if (notGenuine.length > 0) {
    context.exitCode = exitCodes.notGenuine;
    context.terminal.say(
      `${counted(notGenuine.length, "copy is", "copies are")} not genuine and left out: see talanoa list.\n`,
    );
  }
  await printRows(context, caseLines(placedCopies(contents)).flat(), {
    columns: caseColumns,
    cells: (row) => caseCells(row, context.terminal),
    json: caseJson,
    none: noneText(exercises),
  });
  if (more && !context.options.json)
    context.terminal.say(`There are more than ${counted(most, "copy", "copies")}: see --limit.\n`);
}

function noneText(exercises = false): string {
  const none = "There is nothing in your feed that fits.";
  return exercises ? none : `${none} Exercises are left out: see --exercises.`;
}

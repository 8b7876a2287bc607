import { type CheckedCopy, checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { searchNotices } from "@talanoa/client/notices.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { copyCells, copyColumns } from "../copy-row.ts";
import {
  addIdentifierOptions,
  type IdentifierOptions,
  identifiersOf,
} from "../identifier-options.ts";
import { copyJson } from "../json.ts";
import { countOption } from "../option-values.ts";
import { printJson, printRows } from "../print.ts";
import { openSession } from "../session.ts";
import { UsageError } from "../usage-error.ts";
import { briefOf, wholeHelp } from "../whole-option.ts";

interface Options extends IdentifierOptions {
  exercises?: boolean;
  limit: number;
  whole?: boolean;
}

export function define(command: Command, context: Context): void {
  addIdentifierOptions(command)
    .description(
      "Search your feed: notices with all these words and numbers, in what you hold of them, the newest first.",
    )
    .argument("[words...]", "whole words, in any case, with or without accents")
    .option("--exercises", "in exercises too")
    .option("--limit <count>", "how many", countOption, 50)
    .option("--whole", wholeHelp)
    .action((words: string[], options: Options) => search(context, words.join(" "), options));
}

async function search(context: Context, text: string, options: Options): Promise<void> {
  const { terminal, signal } = context;
  const identifiers = identifiersOf(options);
  const brief = briefOf(context, options);
  if (text.trim() === "" && Object.values(identifiers).every((list) => list.length === 0))
    throw new UsageError("search for what?", "Give words, or a number by --imo, --container …");
  await using session = await openSession(context);
  const { hub } = session;
  const keys = directoryKeys(hub);
  const rows: CheckedCopy[] = [];
  let incomplete = false;
  let left = options.limit;
  const found = searchNotices(
    hub,
    { text, identifiers },
    {
      pageSize: Math.min(200, options.limit),
      brief,
      withoutExercises: !options.exercises,
      signal,
      onIncomplete: () => (incomplete = true),
    },
  );
  for await (const copy of found) {
    const content = await checkCopy(copy, keys);
    if (context.options.json) await printJson(context, [copyJson(content)]);
    else rows.push(content);
    if (--left === 0) break;
  }
  if (!context.options.json)
    await printRows(context, rows, {
      columns: copyColumns,
      cells: (content) => copyCells(content, terminal),
      json: copyJson,
      none: options.exercises
        ? "Nothing in your feed has all of that."
        : "Nothing in your feed has all of that. Exercises are left out: see --exercises.",
    });
  if (left === 0 && !context.options.json)
    terminal.say(
      `There may be more than ${counted(options.limit, "copy", "copies")}: see --limit.\n`,
    );
  if (incomplete)
    terminal.say("The hub is still making its index: there may be more in a moment.\n");
}

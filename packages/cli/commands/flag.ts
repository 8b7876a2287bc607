import {
  FlagDecision,
  FlagService,
  FlagState,
  Kind,
  ScreeningService,
} from "@talanoa/contract/generated/talanoa.ts";
import { codesOf, flagStateWords } from "@talanoa/contract/words.ts";
import { outcomesOf } from "@talanoa/sharing/statement/outcome.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { timeOption, untilOption } from "../option-values.ts";
import { printJson, printRows } from "../print.ts";
import { byEndOfId } from "../screening/by-end-of-id.ts";
import { printFlags } from "../screening/flag-rows.ts";
import { printPrecision } from "../screening/precision-rows.ts";
import { openSession } from "../session.ts";
import { defineOutcome } from "../state-outcome.ts";

interface FiguresOptions {
  from?: number;
  to?: number;
}

interface ListOptions {
  all?: boolean;
}

const LIMIT = 500;
const idHelp = "its id, or the end of it that `flag list` shows";

export function define(command: Command, context: Context): void {
  command
    .command("list", { isDefault: true })
    .description("Flags that wait for an officer of your administration, the latest first.")
    .option("--all", "those that were decided or withdrawn too")
    .action((options: ListOptions) => list(context, options));
  command
    .command("confirm")
    .description(
      "Confirm a flag: the Members at the airports of the journey are told of it; of one that concerns all on board nobody is.",
    )
    .argument("<flag>", idHelp)
    .action((id: string) => decide(context, id, FlagDecision.CONFIRM));
  command
    .command("dismiss")
    .description("Dismiss a flag: nobody is told of it.")
    .argument("<flag>", idHelp)
    .action((id: string) => decide(context, id, FlagDecision.DISMISS));
  defineOutcome(command.command("outcome"), context, {
    description:
      "State what the check came to of a flag that you were told of, as a notice in your feed: the same as talanoa outcome. Its origin is told.",
    outcomes: outcomesOf({ kind: Kind.RISK_FLAG, byOriginator: false }),
    help: "what the check came to; after false and nothing-found the traveller is shown to you no more",
  });
  command
    .command("precision")
    .description(
      "What came of the flags of each list and profile: what your officers and the checks at the border made of them.",
    )
    .action(() => precision(context));
  command
    .command("figures")
    .description(
      "What your administration's screening did: messages, travellers, flags, what was told, and outcomes.",
    )
    .option(
      "--from <time>",
      "from this time on: 2025-07-14 (UTC), or how long ago: 30d",
      timeOption,
    )
    .option("--to <time>", "before the end of this time", untilOption)
    .action((options: FiguresOptions) => figures(context, options));
}

async function list(context: Context, { all }: ListOptions): Promise<void> {
  const states = all ? codesOf(flagStateWords) : [FlagState.DRAFT];
  await using session = await openSession(context);
  const { flags } = await session.hub.call(FlagService.listFlags, { states, limit: LIMIT });
  await printFlags(context, flags, "No flag waits.");
}

async function decide(context: Context, written: string, decision: FlagDecision): Promise<void> {
  const ending = byEndOfId(written, "flag");
  await using session = await openSession(context);
  const { flags } = await session.hub.call(FlagService.listFlags, { limit: LIMIT });
  const id = ending(flags.map((each) => each.id)) ?? written;
  const { flag } = await session.hub.call(FlagService.decideFlag, { id, decision });
  await printFlags(context, [flag!], "");
}

async function precision(context: Context): Promise<void> {
  await using session = await openSession(context);
  const { sources } = await session.hub.call(FlagService.listPrecision, {});
  await printPrecision(context, sources, "No flag was raised yet.");
}

async function figures(context: Context, { from = 0, to = 0 }: FiguresOptions): Promise<void> {
  await using session = await openSession(context);
  const counted = await session.hub.call(ScreeningService.getFigures, { from, until: to });
  const rows = [
    ["transmissions", counted.transmissions],
    ["messages", counted.messages],
    ["travellers", counted.travellers],
    ["flags", counted.flags],
    ["confirmed", counted.confirmed],
    ["dismissed", counted.dismissed],
    ["withdrawn", counted.withdrawn],
    ["told", counted.told],
    ["checked", counted.checked],
    ["check_confirmed", counted.checkConfirmed],
    ["check_false", counted.checkFalse],
    ["check_nothing_found", counted.checkNothingFound],
  ] as const;
  if (context.options.json) return printJson(context, [Object.fromEntries(rows)]);
  await printRows(context, rows, {
    columns: [{ title: "figure" }, { title: "number", align: "right" }],
    cells: ([name, count]) => [name.replaceAll("_", " "), count.toLocaleString("en")],
    json: ([name, count]) => ({ [name]: count }),
    none: "",
  });
}

import { counted } from "@talanoa/contract/counted.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { readProfiles } from "../screen/profiles.ts";
import { screenFiles } from "../screen/screen-files.ts";
import { readWatchlists } from "../screen/watchlists.ts";
import { sendFiles } from "../screening/send-files.ts";
import { UsageError } from "../usage-error.ts";

interface ScreenOptions {
  readonly watchlist?: readonly string[];
  readonly profiles?: string;
  readonly send?: boolean;
}

const exitHelp = `
Ends with 10 when a traveller, vessel or company was found by a list or a profile, else with 2 when something of a message was
lost or cannot be relied on, or lines of a list were left out, else with 0.`;

export function define(command: Command, context: Context): void {
  command
    .description(
      "Read passenger messages (PAXLST and PNRGOV) on this machine, without a hub: who travels, where, with which documents, and what is wrong with the messages. Nothing is stored or sent, unless --send has the hub screen them.",
    )
    .argument(
      "<files...>",
      "files and folders, plain or packed by gzip or zstd; - for standard input",
    )
    .option(
      "--watchlist <file>",
      "a list that travellers, vessels and companies are compared with: CSV, or JSON lines of FollowTheMoney; may be given several times",
      (value: string, before?: readonly string[]) => [...(before ?? []), value],
    )
    .option(
      "--profiles <path>",
      "a profile in YAML, or a folder of them, that travellers are asked by",
    )
    .option(
      "--send",
      "have the hub screen them, by the lists and profiles of your administration; what it finds are flags there",
    )
    .addHelpText("after", exitHelp)
    .action(async (files: string[], { watchlist = [], profiles, send }: ScreenOptions) => {
      if (send && (watchlist.length > 0 || profiles !== undefined)) {
        throw new UsageError(
          "the hub screens by its own lists and profiles: leave them out with --send",
        );
      }
      const screens = {
        lists: await readWatchlists(context, watchlist),
        profiles: await readProfiles(context, profiles),
      };
      const screened = send
        ? await sendFiles(context, files)
        : await screenFiles(context, files, screens);
      const { messages, travellers, faulty, refused, found, journeys } = screened;
      const partial = screens.lists.filter(({ leftOut }) => leftOut > 0);
      if (faulty + refused + partial.length > 0) context.exitCode = exitCodes.usage;
      if (found + journeys > 0) context.exitCode = exitCodes.found;
      const read = `${counted(messages, "message")}, ${counted(travellers, "traveller")}`;
      const hits = found > 0 ? `; ${counted(found, "traveller")} with hits` : "";
      const all = journeys > 0 ? `; ${counted(journeys, "journey")} with hits` : "";
      const wrong = faulty > 0 ? `; ${faulty} with errors` : "";
      const not = refused > 0 ? `; ${counted(refused, "file")} refused` : "";
      const lines = partial.map(
        ({ name, leftOut }) => `; of ${name} ${counted(leftOut, "line")} left out`,
      );
      context.terminal.say(`${read}${hits}${all}${wrong}${not}${lines.join("")}\n`);
    });
}

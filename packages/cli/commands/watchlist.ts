import { WatchlistService } from "@talanoa/contract/generated/talanoa.ts";
import { type Command, Option } from "commander";
import type { Context } from "../context.ts";
import { plain } from "../plain-text.ts";
import { printJson, printRows } from "../print.ts";
import { importList, type ImportOptions, listFormats } from "../screening/import-list.ts";
import { openSession } from "../session.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";

export function define(command: Command, context: Context): void {
  command
    .command("list", { isDefault: true })
    .description("Your administration's lists: that they are there, and nothing of who is on them.")
    .action(() => list(context));
  command
    .command("import")
    .description(
      "Put a list of persons, vessels and companies in use, in place of the one under its id. A line that is wrong is named, and nothing is imported.",
    )
    .argument("<id>", "the list: letters, digits, - and _")
    .argument("<file>", "CSV with a header, or entities of FollowTheMoney, one JSON object a line")
    .addOption(
      new Option("--format <word>", "of the file; by its ending unless given").choices(listFormats),
    )
    .action((id: string, file: string, options: ImportOptions) =>
      importList(context, id, file, options),
    );
  command
    .command("remove")
    .description("Destroy a list. Flags that it raised stay.")
    .argument("<id>", "the list, as `watchlist list` shows it")
    .action((id: string) => remove(context, id));
}

async function list(context: Context): Promise<void> {
  await using session = await openSession(context);
  const { watchlists } = await session.hub.call(WatchlistService.listWatchlists, {});
  await printRows(context, watchlists, {
    columns: [
      { title: "list" },
      { title: "version", align: "right" },
      { title: "entries", align: "right" },
      { title: "imported", shrinksTo: 20 },
      { title: "by" },
    ],
    cells: (each) => [
      each.id,
      String(each.version),
      String(each.entries),
      utcAndLocal(each.importedAt),
      each.importedBy,
    ],
    json: ({ id, version, entries, importedAt, importedBy }) => ({
      id,
      version,
      entries,
      imported_at: isoTime(importedAt),
      imported_by: importedBy,
    }),
    none: "Your administration has no list.",
  });
}

async function remove(context: Context, id: string): Promise<void> {
  await using session = await openSession(context);
  await session.hub.call(WatchlistService.removeWatchlist, { id });
  if (context.options.json) return printJson(context, [{ id, removed: true }]);
  context.terminal.say(`List ${plain(id)} is destroyed.\n`);
}

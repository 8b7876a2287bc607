import { type CheckedCopy, checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { listNotices } from "@talanoa/client/notices.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { copyCells, copyColumns } from "../copy-row.ts";
import { addFilterOptions, type FilterOptions, filterOf } from "../feed-filter.ts";
import { copyJson } from "../json.ts";
import { countOption } from "../option-values.ts";
import { printJson, printRows } from "../print.ts";
import { openSession } from "../session.ts";

interface Options extends FilterOptions {
  limit: number;
  allVersions?: boolean;
}

export function define(command: Command, context: Context): void {
  addFilterOptions(command)
    .option("--limit <count>", "how many, the newest first", countOption, 50)
    .option("--all-versions", "replaced versions too")
    .action(async (options: Options) => {
      const filter = filterOf(options);
      await using session = await openSession(context);
      const { hub } = session;
      const keys = directoryKeys(hub);
      const rows: CheckedCopy[] = [];
      let left = options.limit;
      const pageSize = Math.min(200, options.limit);
      const { allVersions = false } = options;
      const request = { filter, pageSize, allVersions, signal: context.signal };
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
        none: "There is nothing in your feed that fits.",
      });
      if (left === 0) {
        context.terminal.say(
          `The newest ${options.limit} are shown, there may be more: see --limit.\n`,
        );
      }
    });
}

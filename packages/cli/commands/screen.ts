import type { Command } from "commander";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { screenFiles } from "../screen/screen-files.ts";

export function define(command: Command, context: Context): void {
  command
    .description(
      "Read passenger messages (PAXLST and PNRGOV) on this machine, without a hub: who travels, where, with which documents, and what is wrong with the messages. Nothing is stored or sent.",
    )
    .argument(
      "<files...>",
      "files and folders, plain or packed by gzip or zstd; - for standard input",
    )
    .action(async (files: string[]) => {
      const { messages, travellers, faulty } = await screenFiles(context, files);
      if (faulty > 0) context.exitCode = exitCodes.usage;
      const read = `${counted(messages, "message")}, ${counted(travellers, "traveller")}`;
      const wrong = faulty > 0 ? `; ${faulty} with errors` : "";
      context.terminal.say(`${read}${wrong}\n`);
    });
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

import type { Command } from "commander";
import type { Context } from "../context.ts";
import { refHelp } from "../notice-ref.ts";
import { stateAbout } from "../state-about.ts";

export function define(command: Command, context: Context): void {
  command
    .description("State that you have read a notice and answer for it. Its origin is told.")
    .argument("<notice>", refHelp)
    .action((text: string) =>
      stateAbout(context, text, { acknowledged: {} }, () => ({ head: "Acknowledged" })),
    );
}

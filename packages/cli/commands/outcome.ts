import { codeOf, outcomeWords } from "@talanoa/contract/words.ts";
import { Argument, type Command } from "commander";
import type { Context } from "../context.ts";
import { refHelp } from "../notice-ref.ts";
import { stateAbout } from "../state-about.ts";

export function define(command: Command, context: Context): void {
  command
    .description(
      "State what came of a notice at your end. Its origin is told. After nothing found, and false, the data on persons and passengers that you were sent are shown to you no more; once all who were sent them have said so, they are erased.",
    )
    .argument("<notice>", refHelp)
    .addArgument(
      new Argument(
        "<outcome>",
        "what came of it; confirmed and false are of risk flags, offence-found of all else",
      ).choices(Object.values(outcomeWords)),
    )
    .action((text: string, word: string) => {
      const outcome = codeOf(outcomeWords, word)!;
      return stateAbout(context, text, { outcome: { outcome } }, () => ({
        head: `Stated as ${word}`,
      }));
    });
}

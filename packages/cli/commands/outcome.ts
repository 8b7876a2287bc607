import { Outcome } from "@talanoa/contract/generated/talanoa.ts";
import { codeOf, outcomeWords } from "@talanoa/contract/words.ts";
import { Argument, type Command } from "commander";
import type { Context } from "../context.ts";
import { refHelp } from "../notice-ref.ts";
import { stateAbout } from "../state-about.ts";

/** Outcomes after which nobody needs to know any more who it was (docs/notices.md). */
const erases: ReadonlySet<string> = new Set([
  outcomeWords[Outcome.NOTHING_FOUND],
  outcomeWords[Outcome.FALSE],
]);
const ERASED =
  "Data on persons and passengers that came with it are shown to you no more; once all who were sent them have said so, they are erased for good. Stating another outcome brings nothing back.";

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
        ...(erases.has(word) && { tail: ERASED }),
      }));
    });
}

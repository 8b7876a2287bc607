import { codesOf, outcomeWords } from "@talanoa/contract/words.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { defineOutcome } from "../state-outcome.ts";

export function define(command: Command, context: Context): void {
  defineOutcome(command, context, {
    description:
      "State what came of a notice at your end. Its origin is told. After nothing found, and false, the data on persons and passengers that you were sent are shown to you no more; once all who were sent them have said so, they are erased.",
    outcomes: codesOf(outcomeWords),
    help: "what came of it; confirmed and false are of risk flags, offence-found of all else",
  });
}

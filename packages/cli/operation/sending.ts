import type { Command } from "commander";
import { secondsOption } from "../option-values.ts";

/** What may be said of any notice that is sent to an operation. */
export interface SendingOptions {
  title?: string;
  marking: string;
  precedence?: string;
  exercise?: boolean;
  dryRun?: boolean;
  wait: number;
}

export function addSendingOptions(command: Command): Command {
  return command
    .option("--title <title>", "a title; made of what it says unless given")
    .option("--marking <label>", "TLP label", "TLP:AMBER")
    .option("--precedence <word>", "routine, priority, immediate or flash")
    .option("--exercise", "an exercise: kept apart from the real")
    .option("--dry-run", "show what would be sent, and send nothing")
    .option("--wait <seconds>", "how long to try while the hub does not answer", secondsOption, 30);
}

/** The fields of a draft that these options give. */
export function sendingFields({ title, marking, precedence, exercise }: SendingOptions): object {
  return {
    ...(title && { title }),
    marking,
    ...(precedence && { precedence }),
    ...(exercise && { exercise }),
  };
}

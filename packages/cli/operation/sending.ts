import type { SentFields } from "@talanoa/sharing/operation/drafts.ts";
import type { Command } from "commander";
import { secondsOption } from "../option-values.ts";

export interface SendingOptions extends SentFields {
  marking: string;
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

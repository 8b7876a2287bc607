import { type Command, Option } from "commander";
import { untilOption } from "../option-values.ts";
import { UsageError } from "../usage-error.ts";

interface UntilOptions {
  until?: number;
  to?: number;
}

/** Adds `--until`, and `--to`, as other commands of the log call it. */
export function withUntil(command: Command): Command {
  return command
    .option(
      "--until <time>",
      "before the end of this time, or of this day (UTC); --to is the same",
      untilOption,
    )
    .addOption(new Option("--to <time>", "the same as --until").argParser(untilOption).hideHelp());
}

/** The end that was asked for, Unix ms. Throws UsageError for two that differ. */
export function untilOf({ until, to }: UntilOptions): number | undefined {
  if (until !== undefined && to !== undefined && until !== to)
    throw new UsageError("--until and --to say the same, and were given different times");
  return until ?? to;
}

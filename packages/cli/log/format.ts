import { type Command, Option } from "commander";
import type { Context } from "../context.ts";

/** How entries are printed. */
export type Format = "table" | "json" | "csv";

const formats: readonly Format[] = ["table", "json", "csv"];

export function withFormat(command: Command): Command {
  return command.addOption(
    new Option("--format <format>", "how to print; --json is the same as json").choices(formats),
  );
}

/** The form that was asked for. Where it is json, the rest of the command prints JSON too. */
export function formatOf({ options }: Context, format?: Format): Format {
  if (format === "json") options.json = true;
  return format ?? (options.json ? "json" : "table");
}

import type { Command, Option } from "commander";
import type { Context } from "../context.ts";
import { buildProgram, commands } from "../program.ts";

/** The words of a command line: a command, its options, and the commands under it. */
export interface WordTree {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionWords[];
  readonly commands: readonly WordTree[];
  /** Whether it takes a file. */
  readonly takesFile: boolean;
}

export interface OptionWords {
  readonly flag: string;
  readonly summary: string;
  readonly takes: "nothing" | "value" | "file" | "identity";
}

/** The words of all commands, with what each file in commands/ defines. */
export async function wordTree(context: Context): Promise<WordTree> {
  const program = buildProgram(context);
  for (const command of program.commands)
    (await commands[command.name()]!.load()).define(command, context);
  return treeOf(program);
}

function treeOf(command: Command): WordTree {
  return {
    name: command.name(),
    summary: command.summary() || command.description(),
    options: command.options.filter(({ hidden }) => !hidden).map(optionWords),
    commands: command.commands.map(treeOf),
    takesFile: command.registeredArguments.some((argument) => /^files?$/.test(argument.name())),
  };
}

function optionWords({ long, flags, description }: Option): OptionWords {
  const flag = long ?? flags;
  const [, value] = /<([^>]+)>/.exec(flags) ?? [];
  const takes =
    value === undefined
      ? "nothing"
      : flag === "--as"
        ? "identity"
        : value === "file" || value === "folder"
          ? "file"
          : "value";
  return { flag, summary: description, takes };
}

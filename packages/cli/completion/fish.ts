import type { OptionWords, WordTree } from "./word-tree.ts";

/** A completion script for fish. */
export function fishScript(tree: WordTree): string {
  const names = tree.commands.map(({ name }) => name).join(" ");
  const lines = [
    "# talanoa completion for fish. Take it up with: talanoa completion fish | source",
    "complete -c talanoa -f",
    ...tree.options.map((option) => optionLine("", option)),
    ...tree.commands.flatMap((command) => {
      const seen = `__fish_seen_subcommand_from ${command.name}`;
      const under = command.commands.map(({ name }) => name).join(" ");
      return [
        commandLine(`not __fish_seen_subcommand_from ${names}`, command),
        ...(command.takesFile ? [`complete -c talanoa -n ${quoted(seen)} -F`] : []),
        ...command.options.map((option) => optionLine(seen, option)),
        ...command.commands.flatMap((each) => [
          commandLine(`${seen}; and not __fish_seen_subcommand_from ${under}`, each),
          ...each.options.map((option) =>
            optionLine(`${seen}; and __fish_seen_subcommand_from ${each.name}`, option),
          ),
        ]),
      ];
    }),
  ];
  return `${lines.join("\n")}\n`;
}

function commandLine(when: string, { name, summary }: WordTree): string {
  return `complete -c talanoa -n ${quoted(when)} -a ${name} -d ${quoted(summary)}`;
}

const value: { readonly [Takes in OptionWords["takes"]]: string } = {
  nothing: "",
  value: " -x",
  file: " -r -F",
  identity: " -x -a '(talanoa completion --names 2>/dev/null)'",
};

function optionLine(when: string, { flag, summary, takes }: OptionWords): string {
  const condition = when ? ` -n ${quoted(when)}` : "";
  return `complete -c talanoa${condition} -l ${flag.slice(2)}${value[takes]} -d ${quoted(summary)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

import type { OptionWords, WordTree } from "./word-tree.ts";

/** A completion script for zsh. */
export function zshScript(tree: WordTree): string {
  return `#compdef talanoa
# talanoa completion for zsh. Take it up with: eval "$(talanoa completion zsh)"
_talanoa_names() { compadd -- \${(f)"$(talanoa completion --names 2>/dev/null)"} }
${functionOf("_talanoa", tree, tree)}
compdef _talanoa talanoa
`;
}

function functionOf(name: string, command: WordTree, root: WordTree): string {
  const options = [...command.options, ...(command === root ? [] : root.options)];
  const specs = [...options.map(specOf), quoted("--help[show help]")];
  if (command.commands.length === 0)
    return `${name}() {
  _arguments ${[...specs, ...(command.takesFile ? [quoted("*:file:_files")] : [])].join(" \\\n    ")}
}`;
  const under = command.commands.map((each) => functionOf(`${name}_${each.name}`, each, root));
  return `${under.join("\n")}
${name}() {
  local line state
  _arguments -C ${specs.join(" \\\n    ")} \\
    '1:command:->command' '*::argument:->argument'
  case $state in
    command)
      local -a words=(${command.commands.map((each) => quoted(`${each.name}:${each.summary}`)).join(" ")})
      _describe command words ;;
    argument)
      case $line[1] in
${command.commands.map((each) => `        ${each.name}) ${name}_${each.name} ;;`).join("\n")}
      esac ;;
  esac
}`;
}

const action: { readonly [Takes in OptionWords["takes"]]: string } = {
  nothing: "",
  value: ":value:",
  file: ":file:_files",
  identity: ":name:_talanoa_names",
};

function specOf({ flag, summary, takes }: OptionWords): string {
  return quoted(`*${flag}[${summary.replaceAll(/[[\]:]/g, " ")}]${action[takes]}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

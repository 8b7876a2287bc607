import type { OptionWords, WordTree } from "./word-tree.ts";

/** A completion script for bash. */
export function bashScript(tree: WordTree): string {
  const cases = tree.commands.flatMap((command) => [
    caseOf(command.name, command),
    ...command.commands.map((under) => caseOf(`${command.name} ${under.name}`, under)),
  ]);
  const valued = (takes: OptionWords["takes"]) => flagsOf(tree, takes).join("|") || "--";
  return `# talanoa completion for bash. Take it up with: eval "$(talanoa completion bash)"
_talanoa() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path="" i
  COMPREPLY=()
  case "$before" in
    ${valued("identity")}) COMPREPLY=($(compgen -W "$(talanoa completion --names 2>/dev/null)" -- "$word")); return ;;
    ${valued("file")}) COMPREPLY=($(compgen -f -- "$word")); return ;;
    ${valued("value")}) return ;;
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${[...flagsOf(tree, "identity"), ...flagsOf(tree, "file"), ...flagsOf(tree, "value")].join("|")}) ((i++)) ;;
      -*) ;;
      *) path="\${path:+$path }\${COMP_WORDS[i]}" ;;
    esac
  done
  local words="" files=""
  case "$path" in
${cases.join("\n")}
    "") words="${[...wordsOf(tree), "help"].join(" ")}" ;;
    *) files=1 ;;
  esac
  COMPREPLY=($(compgen -W "$words${globals(tree)}" -- "$word"))
  [[ -n $files ]] && COMPREPLY+=($(compgen -f -- "$word"))
}
complete -o filenames -F _talanoa talanoa
`;
}

function caseOf(path: string, command: WordTree): string {
  const files = command.takesFile ? " files=1" : "";
  return `    "${path}") words="${wordsOf(command).join(" ")}"${files ? `;${files}` : ""} ;;`;
}

function wordsOf({ commands, options }: WordTree): string[] {
  return [...commands.map(({ name }) => name), ...options.map(({ flag }) => flag)];
}

function globals({ options }: WordTree): string {
  return ` ${options.map(({ flag }) => flag).join(" ")} --help`;
}

/** The flags anywhere that take such a value. */
export function flagsOf(tree: WordTree, takes: OptionWords["takes"]): string[] {
  const own = tree.options.filter((option) => option.takes === takes).map(({ flag }) => flag);
  return [...new Set([...own, ...tree.commands.flatMap((command) => flagsOf(command, takes))])];
}

import { type Command, Option } from "commander";
import type { Context } from "../context.ts";
import { bashScript } from "../completion/bash.ts";
import { fishScript } from "../completion/fish.ts";
import { wordTree } from "../completion/word-tree.ts";
import { zshScript } from "../completion/zsh.ts";
import { identityFolders, storedIdentities } from "../identities.ts";
import { UsageError } from "../usage-error.ts";

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;
type Shell = keyof typeof scripts;

export function define(command: Command, context: Context): void {
  command
    .description(
      'Print a completion script. bash: eval "$(talanoa completion bash)"; zsh: the same with zsh; fish: talanoa completion fish | source',
    )
    .argument("[shell]", "bash, zsh or fish")
    // What the scripts ask for while one types.
    .addOption(new Option("--names", "print the names of the stored identities").hideHelp())
    .action(async (shell: string | undefined, { names }: { names?: boolean }) => {
      if (names) return printNames(context);
      if (shell === undefined || !(shell in scripts))
        throw new UsageError("for which shell?", "Say bash, zsh or fish.");
      await context.terminal.write(scripts[shell as Shell](await wordTree(context)));
    });
}

async function printNames({ terminal, options }: Context): Promise<void> {
  const stored = await storedIdentities(identityFolders(terminal, options).folders);
  await terminal.write(stored.map(({ name }) => `${name}\n`).join(""));
}

import { runProgram } from "@talanoa/cli/program.ts";
import { keptTerminal } from "@talanoa/cli/testing/terminal.ts";
import { expect } from "vitest";
import { type Ended, jsonOf, openShell, type Settings, type Shell, steering } from "./cli.ts";

/** Where this process stands while no command runs in it; how many do, and in which folder. */
const outside = process.cwd();
const standing = { commands: 0, folder: outside };

/**
 * A shell whose commands that are run as somebody, without a terminal, run in the process of the test: one of their own costs
 * half a second of processor time each.
 */
export async function openCommands(identities: string): Promise<Shell> {
  const shell = await openShell(identities);
  const { folder, env } = shell;

  /** The process stands in the folder meanwhile: so are paths read that are given. */
  async function runHere(args: readonly string[], { typed = "" }: Settings): Promise<Ended> {
    const terminal = keptTerminal({ env, cwd: folder, home: folder, typed });
    process.chdir(folder);
    standing.folder = folder;
    standing.commands += 1;
    try {
      const code = await runProgram(args, terminal, new AbortController().signal);
      return { code, ...terminal.written };
    } finally {
      standing.commands -= 1;
      if (standing.commands === 0) process.chdir(outside);
    }
  }

  const as: Shell["as"] = async (name, args, settings = {}) => {
    const standsElsewhere = standing.commands > 0 && standing.folder !== folder;
    if (settings.onTerminal || standsElsewhere) return shell.as(name, args, settings);
    const ended = await runHere(["--as", name, ...args], settings);
    expect(steering(ended.out + ended.err)).toEqual([]);
    return ended;
  };

  return {
    ...shell,
    as,
    json: jsonOf(as),
    async [Symbol.asyncDispose]() {
      process.chdir(outside);
      await shell[Symbol.asyncDispose]();
    },
  };
}

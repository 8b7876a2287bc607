import { LogBehind, LogForked } from "@talanoa/client/continuing.ts";
import { keepEvidence } from "@talanoa/client/kept-checkpoint.ts";
import type { Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { fileTrouble } from "../file-trouble.ts";
import { printJson } from "../print.ts";
import { styleOf } from "../style.ts";

/**
 * What is done with the log; null when that does not continue what was known of it, of which the evidence is kept in a
 * folder, or when it is not known whether it does. Either is told, and sets the exit status.
 */
export async function unlessForked<Result>(
  context: Context,
  { folder, policy }: { readonly folder: string; readonly policy: Policy },
  act: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof LogBehind) await tellBehind(context, error);
    else if (error instanceof LogForked) await tellFork(context, error, await evidenceOf(error));
    else throw error;
    return null;
  }

  async function evidenceOf(fork: LogForked): Promise<string[]> {
    try {
      return await keepEvidence(folder, policy, fork);
    } catch (error) {
      // The fork is told also where nothing can be written.
      throw fileTrouble(error) === null ? error : fork;
    }
  }
}

async function tellBehind(context: Context, { message }: LogBehind): Promise<void> {
  const { terminal, options } = context;
  context.exitCode = exitCodes.tryLater;
  if (options.json) return printJson(context, [{ continues: null, behind: true, reason: message }]);
  const { odd } = styleOf(terminal);
  terminal.say(
    `${odd("Not known whether the log continues")}: ${message}.\n` +
      "It may show an older checkpoint for a while; the one that was signed before stays kept, and the log must continue it. Ask again in a minute. If it stays so, entries were taken back: tell the Secretariat, and compare with other Members.\n",
  );
}

async function tellFork(
  context: Context,
  { message }: LogForked,
  files: readonly string[],
): Promise<void> {
  const { terminal, options } = context;
  context.exitCode = exitCodes.notGenuine;
  if (options.json)
    return printJson(context, [{ continues: false, reason: message, evidence: [...files] }]);
  const { bad } = styleOf(terminal);
  terminal.say(
    `${bad("THE LOG DOES NOT CONTINUE")}: ${message}.\n` +
      `The log's key has signed both: they prove it. Keep these files, and show them to the Secretariat and to other Members:\n` +
      files.map((file) => `  ${file}\n`).join(""),
  );
}

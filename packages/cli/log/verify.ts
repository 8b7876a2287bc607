import { resolve } from "node:path";
import { continuing, LogBehind, LogForked } from "@talanoa/client/continuing.ts";
import { keepCheckpoint, keepEvidence, keptCheckpoint } from "@talanoa/client/kept-checkpoint.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Command } from "commander";
import { checkpointFields, checkpointJson } from "../checkpoint-lines.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { type LogKeyOptions, policyOf, withLogKeys } from "../log-policy.ts";
import { printFields, printJson } from "../print.ts";
import { checkpointFolder, openSession, type Session } from "../session.ts";
import { styleOf } from "../style.ts";
import { givenCheckpoint } from "./given-checkpoint.ts";
import { type ReasonOptions, reasonOf, withReason } from "./reason.ts";
import { verifyExport } from "./verify-export.ts";
import { verifyWhole } from "./verify-whole.ts";

interface VerifyOptions extends LogKeyOptions, ReasonOptions {
  all?: boolean;
  since?: string;
  dir?: string;
}

export function defineVerify(command: Command, context: Context): void {
  withReason(withLogKeys(command.command("verify")), "audit")
    .description(
      "Verify that the exchange log continues what it signed before: the checkpoint that this identity kept last, or one that you give; or all of it.",
    )
    .option("--since <file>", "from this checkpoint, and not from the one that was kept")
    .option("--all", "read all entries, compute the tree anew, and check your own records too")
    .option("--dir <folder>", "an export (`talanoa log export`) and not the hub: needs no link")
    .action(async (options: VerifyOptions) => {
      if (options.dir !== undefined) {
        const folder = resolve(context.terminal.cwd, options.dir);
        return verifyExport(context, folder, options);
      }
      const reason = reasonOf(options);
      const policy = await policyOf(context, options);
      const since =
        options.since === undefined ? null : await givenCheckpoint(options.since, policy);
      await using session = await openSession(context);
      const folder = checkpointFolder(session.stored);
      const kept = await keptCheckpoint(folder, policy);
      const known = [kept, since].filter((each) => each !== null);
      const opened = await followed(session, policy, folder, known);
      if (opened === null) return;
      if (options.all) {
        if (!context.options.json) await sayContinues(since ?? kept, since !== null);
        const earlier = known.map(({ checkpoint }) => checkpoint);
        const last = await verifyWhole(context, session, { policy, opened, earlier, reason });
        await keepCheckpoint(folder, policy, last);
      } else {
        await keepCheckpoint(folder, policy, opened);
        await say(opened, since ?? kept, policy, since !== null);
      }
    });

  /** The last checkpoint, if it continues the older ones; null when that is not so, or not known, which is told. */
  async function followed(
    { hub }: Session,
    policy: Policy,
    folder: string,
    older: readonly OpenedCheckpoint[],
  ): Promise<OpenedCheckpoint | null> {
    const { signal } = context;
    try {
      return await continuing(hub, policy, older, { signal });
    } catch (error) {
      if (error instanceof LogBehind) {
        await tellBehind(error);
        return null;
      }
      if (!(error instanceof LogForked)) throw error;
      const files = await keepEvidence(folder, policy, error);
      context.exitCode = exitCodes.notGenuine;
      await tellFork(error, files);
      return null;
    }
  }

  async function tellBehind({ message }: LogBehind): Promise<void> {
    const { terminal, options } = context;
    context.exitCode = exitCodes.tryLater;
    if (options.json)
      return printJson(context, [{ continues: null, behind: true, reason: message }]);
    const { odd } = styleOf(terminal);
    terminal.say(
      `${odd("Not known whether the log continues")}: ${message}.\n` +
        "It may show an older checkpoint for a while; the one that was signed before stays kept, and the log must continue it. Ask again in a minute. If it stays so, entries were taken back: tell the Secretariat, and compare with other Members.\n",
    );
  }

  async function tellFork({ message }: LogForked, files: readonly string[]): Promise<void> {
    const { terminal, options } = context;
    if (options.json)
      return printJson(context, [{ continues: false, reason: message, evidence: [...files] }]);
    const { bad } = styleOf(terminal);
    terminal.say(
      `${bad("THE LOG DOES NOT CONTINUE")}: ${message}.\n` +
        `The log's key has signed both: they prove it. Keep these files, and show them to the Secretariat and to other Members:\n` +
        files.map((file) => `  ${file}\n`).join(""),
    );
  }

  async function say(
    opened: OpenedCheckpoint,
    older: OpenedCheckpoint | null,
    policy: Policy,
    given: boolean,
  ): Promise<void> {
    const from = older?.checkpoint.size ?? null;
    if (context.options.json)
      return printJson(context, [{ continues: from, ...checkpointJson(opened) }]);
    await sayContinues(older, given);
    await printFields(context, checkpointFields(opened, policy));
  }

  async function sayContinues(older: OpenedCheckpoint | null, given: boolean): Promise<void> {
    const { terminal } = context;
    const from = older?.checkpoint.size ?? null;
    const { good } = styleOf(terminal);
    const which = given ? "the one that you gave" : "the one that was kept last";
    await terminal.write(
      from === null
        ? "No checkpoint of this log was kept before: this one is kept now, and the next must continue it.\n"
        : `${good("The log continues")} ${which}, of ${counted(from, "entry", "entries")}.\n`,
    );
  }
}

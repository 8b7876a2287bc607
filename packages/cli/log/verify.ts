import { resolve } from "node:path";
import { continuing } from "@talanoa/client/continuing.ts";
import {
  keepCheckpoint,
  type KeptCheckpoint,
  keptCheckpoints,
} from "@talanoa/client/kept-checkpoint.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Command } from "commander";
import { checkpointFields, checkpointJson } from "../checkpoint-lines.ts";
import type { Context } from "../context.ts";
import { type LogKeyOptions, policyOf, withLogKeys } from "../log-policy.ts";
import { printFields, printJson } from "../print.ts";
import { checkpointFolder, openSession } from "../session.ts";
import { styleOf } from "../style.ts";
import { unlessForked } from "./fork-told.ts";
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
      const kept = await keptCheckpoints(folder, policy);
      const older = since ?? largestOf(kept);
      const known = [...kept.map(({ opened }) => opened), ...(since ? [since] : [])];
      await unlessForked(context, { folder, policy }, async () => {
        const { signal } = context;
        const opened = await continuing(session.hub, policy, known, { signal });
        if (options.all) {
          if (!context.options.json) await sayContinues(older, since !== null);
          const earlier = known.map(({ checkpoint }) => checkpoint);
          const last = await verifyWhole(context, session, { policy, opened, earlier, reason });
          await keepCheckpoint(folder, policy, last, kept);
        } else {
          await keepCheckpoint(folder, policy, opened, kept);
          await say(opened, older, policy, since !== null);
        }
      });
    });

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

/** The largest that was kept; null for none. */
function largestOf(kept: readonly KeptCheckpoint[]): OpenedCheckpoint | null {
  const all = kept.map(({ opened }) => opened);
  return all.toSorted((one, other) => other.checkpoint.size - one.checkpoint.size)[0] ?? null;
}

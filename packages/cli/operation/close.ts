import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { figuresOf, operationNotices } from "@talanoa/client/operation-notices.ts";
import { type JointOperation, OperationPhase } from "@talanoa/contract/generated/talanoa.ts";
import { closingDraft } from "@talanoa/sharing/operation/drafts.ts";
import type { Command } from "commander";
import { mustStand } from "../change-entry.ts";
import type { Context } from "../context.ts";
import { changeOperation } from "./change.ts";
import { mustFindOperation } from "./entry.ts";
import { addSendingOptions, type SendingOptions } from "./sending.ts";
import { oneDraft } from "../one-draft.ts";
import { dryRun } from "../publish-dry-run.ts";
import { deliverOne, putOne } from "../publish-one.ts";
import { openSession, type Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";

interface CloseOptions extends SendingOptions {
  text?: string;
  report: boolean;
  reason: string;
}

export function defineClose(command: Command, context: Context): void {
  const close = command
    .command("close")
    .description(
      "Send the closing report, with the figures of all reports and tasks that you hold, and close the operation: nothing more is sent to it, and it stays as it is.",
    )
    .argument("<id>")
    .option("--text <text>", "what the closing report says besides its figures")
    .option("--no-report", "close it without a closing report")
    .option("--reason <text>", "why", "operation closed");
  addSendingOptions(close).action((id: string, options: CloseOptions) =>
    closeOperation(context, id, options),
  );
}

async function closeOperation(context: Context, id: string, options: CloseOptions): Promise<void> {
  await using session = await openSession(context);
  const operation = await mustFindOperation(session, id, context);
  if (operation.phase === OperationPhase.CLOSED) throw new UsageError(`${id} is closed already`);
  // The report first: an operation that is closed takes no notice. Who was stopped in between finds the report
  // standing and closes only.
  if (options.report && !(await report(context, session, operation, options))) return;
  if (options.dryRun) return;
  await changeOperation(
    context,
    session,
    { id, reason: options.reason, done: "Closed" },
    (standing) => ({
      ...mustStand(standing, `operation ${id}`),
      phase: OperationPhase.CLOSED,
    }),
  );
}

/** Sends the closing report unless it stands. Gives whether it stands then. Throws UsageError, HubError. */
async function report(
  context: Context,
  session: Session,
  operation: JointOperation,
  options: CloseOptions,
): Promise<boolean> {
  const { participant, roles } = session.identity;
  const { id, coordinator } = operation;
  if (coordinator !== participant)
    throw new UsageError(
      `${coordinator} coordinates ${id}: only its coordinator writes the closing report`,
      "The Secretariat closes without one: --no-report.",
    );
  // Others are shown only what their own administration published: the figures would be wrong.
  if (!roles.includes("liaison"))
    throw new UsageError("the closing report is a liaison officer's", "Close it as one.");
  const { exercise = false, text } = options;
  const held = await operationNotices(session.hub, id, {
    exercises: exercise,
    keys: directoryKeys(session.hub),
    signal: context.signal,
  });
  const stands = held.closing.some(
    ({ notice: { header } }) => header.origin === participant && header.exercise === exercise,
  );
  if (stands) {
    context.terminal.say("The closing report stands already.\n");
    return true;
  }
  const closing = { figures: figuresOf(held, exercise), ...(text && { text }), now: Date.now() };
  const draft = closingDraft(operation, closing, options);
  if (options.dryRun) {
    await dryRun(context, oneDraft(draft));
    return true;
  }
  const kept = await putOne(session, draft);
  const fate = await deliverOne(context, session, kept, options.wait * 1_000);
  if (fate.kind === "accepted") return true;
  context.terminal.say(`${id} stays open: close it again when the report has its receipt.\n`);
  return false;
}

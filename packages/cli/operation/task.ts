import { taskDraft } from "@talanoa/sharing/operation/drafts.ts";
import { participantsAt } from "@talanoa/sharing/operation/membership.ts";
import { taskAudience } from "@talanoa/sharing/operation/task-audience.ts";
import { type Command, InvalidArgumentError } from "commander";
import type { Context } from "../context.ts";
import { oneDraft } from "../one-draft.ts";
import { mustFindOperation } from "./entry.ts";
import { addSendingOptions, type SendingOptions } from "./sending.ts";
import { deadlineOption, participantsOption } from "../option-values.ts";
import { dryRun } from "../publish-dry-run.ts";
import { publishOne } from "../publish-one.ts";
import { openSession } from "../session.ts";
import { UsageError } from "../usage-error.ts";

interface TaskOptions extends SendingOptions {
  to: string[];
  by: string;
  text: string;
}

export function defineTask(command: Command, context: Context): void {
  const task = command
    .command("task")
    .description(
      "Ask participants of the operation for action. `talanoa reply` answers; the board shows how far it is.",
    )
    .argument("<id>", "the operation")
    .requiredOption("--to <participants>", "who is asked, with commas; all for all in it", toOption)
    .requiredOption("--by <time>", "by when: a day, a time, 48h or 7d", deadlineOption)
    .requiredOption("--text <text>", "what is to be done");
  addSendingOptions(task).action((id: string, options: TaskOptions) => send(context, id, options));
}

function toOption(text: string): string[] {
  const named = participantsOption(text);
  if (named.length === 0) throw new InvalidArgumentError("Give codes, as TO,WS, or all.");
  return named;
}

async function send(context: Context, id: string, options: TaskOptions): Promise<void> {
  const { to, by, text } = options;
  const audience = await audienceOf(context, id, to);
  const source = oneDraft(taskDraft({ id }, { audience, by, text }, options));
  if (options.dryRun) return dryRun(context, source);
  return publishOne(context, source, { patience: options.wait * 1_000 });
}

/** All in the operation, or those named, who must be in it. Throws UsageError. */
async function audienceOf(context: Context, id: string, to: readonly string[]): Promise<object> {
  // Of its own, so that an embedded hub that was started for it has ended before the next one.
  await using session = await openSession(context);
  const operation = await mustFindOperation(session, id, context);
  const now = Date.now();
  const found = taskAudience(operation, to.includes("ALL") ? "all" : to, now);
  if ("outside" in found)
    throw new UsageError(
      `${found.outside.join(", ")} is not in ${id}`,
      `In it are ${participantsAt(operation, now).join(", ")}.`,
    );
  if ("partner" in found)
    throw new UsageError(
      `${found.partner} is a partner organisation, which is reached through the operation alone`,
      `Give --to all, or ask its sponsor ${found.sponsor}.`,
    );
  return found.audience;
}

import type { JointOperation } from "@talanoa/contract/generated/talanoa.ts";
import { operationPhaseWords, wordOf } from "@talanoa/contract/words.ts";
import { changeEntry, mustStand } from "../change-entry.ts";
import type { Context } from "../context.ts";
import { operationJson } from "./rows.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import type { Session } from "../session.ts";
import { styleOf } from "../style.ts";

interface OperationChange {
  readonly id: string;
  readonly reason: string;
  /** What is said of it then. */
  readonly done: string;
  readonly dryRun?: boolean | undefined;
}

/**
 * Changes a joint operation from how it stands, and prints what it is then; `standing` is null for one that
 * one may not see. With a dry run nothing is changed, and it prints what would have been decided otherwise. Throws what the
 * change throws, and HubError.
 */
export async function changeOperation(
  context: Context,
  session: Session,
  { id, reason, done, dryRun }: OperationChange,
  changed: (standing: JointOperation | null) => JointOperation,
): Promise<void> {
  const stands = await changeEntry(
    session,
    { type: "operation", id, reason, dryRun },
    (standing) => ({ operation: changed(standing?.operation ?? null) }),
    context,
  );
  if (!stands) return;
  const { revision } = stands;
  const its = mustStand(stands.entry.operation, `operation ${id}`);
  if (context.options.json) return printJson(context, [{ ...operationJson(its), revision }]);
  const { good } = styleOf(context.terminal);
  const phase = wordOf(operationPhaseWords, its.phase);
  const inIt = its.participants.filter(({ period }) => !period?.until);
  await context.terminal.write(
    `${good(done)} ${plain(id)}, ${phase}: ${inIt.map((row) => plain(row.participant)).join(", ")}; revision ${revision}\n`,
  );
}

import { listDirectory } from "@talanoa/client/directory.ts";
import type { JointOperation } from "@talanoa/contract/generated/talanoa.ts";
import { operationPhaseWords, wordOf } from "@talanoa/contract/words.ts";
import { mustStand } from "../change-entry.ts";
import type { Context } from "../context.ts";
import { isInIt } from "./rows.ts";
import type { Session } from "../session.ts";

/** A joint operation as the directory has it; null for one that one may not see. Throws HubError. */
export async function findOperation(
  { hub }: Session,
  id: string,
  { signal }: Context,
): Promise<JointOperation | null> {
  const entries = await listDirectory(hub, "operation", { signal });
  return entries.find(({ entry }) => entry?.operation?.id === id)?.entry?.operation ?? null;
}

/** The same, which one must see. Throws UsageError. */
export async function mustFindOperation(
  session: Session,
  id: string,
  context: Context,
): Promise<JointOperation> {
  return mustStand(await findOperation(session, id, context), `operation ${id}`);
}

/** Who is in an operation now, by code. */
export function participantsNow({ participants }: JointOperation): string[] {
  return [...new Set(participants.filter(isInIt).map(({ participant }) => participant))];
}

/** What a notice says of its operation, as a draft has it. */
export function operationDraft(its: JointOperation): { [field: string]: unknown } {
  const time = (at: number) => new Date(at).toISOString();
  return {
    id: its.id,
    name: its.name,
    phase: wordOf(operationPhaseWords, its.phase),
    starts: time(its.startsAt),
    // The entry's end is the moment after.
    ...(its.endsAt && { ends: time(its.endsAt - 1) }),
    objective: its.objective,
    participants: participantsNow(its),
  };
}

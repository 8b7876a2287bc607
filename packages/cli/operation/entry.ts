import { listDirectory } from "@talanoa/client/directory.ts";
import type { JointOperation } from "@talanoa/contract/generated/talanoa.ts";
import { mustStand } from "../change-entry.ts";
import type { Context } from "../context.ts";
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

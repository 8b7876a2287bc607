import { changeDirectory } from "@talanoa/client/directory.ts";
import type { JointOperation } from "@talanoa/contract/generated/talanoa.ts";
import type { Session } from "../../session.ts";

/**
 * Writes an operation in place of the entry of a revision; 0 for a new one. Throws HubError: `conflict` when somebody
 * else changed it since it was read.
 */
export async function changeOperation(
  { hub }: Pick<Session, "hub">,
  operation: JointOperation,
  { revision, reason }: { readonly revision: number; readonly reason: string },
): Promise<void> {
  await changeDirectory(hub, { entry: { operation }, revision, reason });
}

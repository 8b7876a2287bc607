import { changeDirectory } from "@talanoa/client/directory.ts";
import type { JointOperation } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { RefusedChange } from "./refused-change.ts";
import type { Session } from "../../session.ts";

/**
 * Writes an operation in place of the entry of a revision; 0 for a new one. Throws HubError: `conflict` when somebody
 * else changed it since it was read; RefusedChange where it breaks rules of the directory.
 */
export async function changeOperation(
  { hub }: Pick<Session, "hub">,
  operation: JointOperation,
  { revision, reason }: { readonly revision: number; readonly reason: string },
): Promise<void> {
  try {
    await changeDirectory(hub, { entry: { operation }, revision, reason });
  } catch (error) {
    if (error instanceof HubError && error.violations.length > 0)
      throw new RefusedChange(operation, error);
    throw error;
  }
}

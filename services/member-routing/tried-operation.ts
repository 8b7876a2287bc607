import type {
  DirectoryEntry,
  JointOperation,
  OperationParticipant,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { isSameRow } from "./check-operation.ts";

/**
 * An entry as it is tried for notices since a time (Unix ms). Joining and leaving are dated from now on and would change
 * nothing of what was: so who joins a joint operation by the entry counts as in it since then, and who leaves as never in it.
 */
export function triedSince(
  entry: DirectoryEntry,
  directory: Directory,
  since: number,
): DirectoryEntry {
  const { operation } = entry;
  if (!operation) return entry;
  const standing = directory.operation(operation.id);
  const participants = operation.participants.flatMap((row) => triedRow(row, standing, since));
  return { ...entry, operation: { ...operation, participants } };
}

function triedRow(
  row: OperationParticipant,
  standing: JointOperation | null,
  since: number,
): OperationParticipant[] {
  const { from = 0, until = 0 } = row.period ?? {};
  const was = standing?.participants.find((each) => isSameRow(each, row));
  if (!was) return [{ ...row, period: { from: Math.min(from, since), until } }];
  const leaves = until !== 0 && (was.period?.until ?? 0) === 0;
  return leaves ? [] : [row];
}

import { listDirectory } from "@talanoa/client/directory.ts";
import { type OperationNotices, operationNotices } from "@talanoa/client/operation-notices.ts";
import type { JointOperation } from "@talanoa/contract/generated/talanoa.ts";
import { type Points, readPoints } from "../../map/read-points.ts";
import type { Session } from "../../session.ts";

/** A joint operation, with the revision of its entry: what it is changed from. */
export interface StandingOperation {
  readonly its: JointOperation;
  readonly revision: number;
}

/** The board of an operation, as far as one may see it. */
export interface Board {
  /** Null for one that the directory does not show: who has left keeps what it was sent. */
  readonly operation: StandingOperation | null;
  readonly held: OperationNotices;
  readonly points: Points;
}

/** Reads a board; exercises when they are wanted. Throws HubError. */
export async function readBoard(
  { hub, keys }: Session,
  id: string,
  exercises: boolean,
  signal: AbortSignal,
): Promise<Board> {
  const [entries, held, points] = await Promise.all([
    listDirectory(hub, "operation", { signal }),
    operationNotices(hub, id, { exercises, keys, signal }),
    readPoints({ hub }, signal),
  ]);
  const found = entries.find(({ entry }) => entry?.operation?.id === id);
  const its = found?.entry?.operation;
  return { operation: its ? { its, revision: found.revision } : null, held, points };
}

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

/** Of who has no feed: the Secretariat sees who is in an operation, not what is sent to it. */
const nothingHeld: OperationNotices = {
  tasks: [],
  reports: [],
  closing: [],
  others: [],
  notGenuine: [],
};

/** Reads a board; exercises when they are wanted. Throws HubError. */
export async function readBoard(
  { hub, keys }: Session,
  id: string,
  exercises: boolean,
  signal: AbortSignal,
): Promise<Board> {
  const { roles } = hub.identity;
  const hasFeed = roles.includes("liaison") || roles.includes("publisher");
  const [entries, held, points] = await Promise.all([
    listDirectory(hub, "operation", { signal }),
    hasFeed ? operationNotices(hub, id, { exercises, keys, signal }) : nothingHeld,
    readPoints({ hub }, signal),
  ]);
  const found = entries.find(({ entry }) => entry?.operation?.id === id);
  const its = found?.entry?.operation;
  return { operation: its ? { its, revision: found.revision } : null, held, points };
}

import { sameHash, type TreeHead } from "@talanoa/tlog/tree/hash.ts";
import type { Answer } from "@talanoa/tlog/witness/decide.ts";
import type { AddCheckpoint } from "@talanoa/tlog/witness/request.ts";

/**
 * What a checkpoint that the log signed says against what was cosigned of it. `fork`: another tree
 * of the same size, which nobody but the log can make. `unproven`: a larger tree that was not shown
 * to grow from the one cosigned. That is a fork, or whoever sent it sent a wrong proof with it:
 * anyone can who has the checkpoint.
 */
export type Contradiction = "fork" | "unproven";

/** Finds it in a request that `decide` refused with this answer; `last` is what was cosigned last. */
export function contradictionIn(
  { checkpoint, oldSize }: AddCheckpoint,
  { status }: Answer,
  last: TreeHead | undefined,
): Contradiction | undefined {
  // Of no known log, or not signed by it: anybody's words.
  if (status === 404 || status === 403 || !last) return undefined;
  if (checkpoint.size === last.size)
    return sameHash(checkpoint.root, last.root) ? undefined : "fork";
  const wasToBeProven = oldSize === last.size && oldSize > 0 && checkpoint.size > oldSize;
  return wasToBeProven && status === 422 ? "unproven" : undefined;
}

import {
  type DirectoryEntry,
  DirectoryService,
  type StandingEntry,
  type TryEntryResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { DirectoryType } from "@talanoa/contract/subjects.ts";
import { type Directory, DirectoryHistory } from "@talanoa/sharing/directory/directory.ts";
import type { CallOptions, Hub } from "./hub.ts";

/** The directory's entries of a type, or all that one may see. Throws HubError. */
export async function listDirectory(
  hub: Hub,
  type: DirectoryType | "" = "",
  options?: CallOptions,
): Promise<StandingEntry[]> {
  return (await hub.call(DirectoryService.listEntries, { type }, options)).entries;
}

/**
 * The directory as far as one may see it now: groups without their members where one is in none of them,
 * agreements and joint operations of one's own alone. Throws HubError.
 */
export async function seenDirectory(hub: Hub, options?: CallOptions): Promise<Directory> {
  const history = new DirectoryHistory();
  const standing = await listDirectory(hub, "", options);
  for (const { entry, revision, changedAt } of standing.sort((a, b) => a.revision - b.revision))
    if (entry) history.apply({ entry, sequence: revision, storedAt: changedAt });
  return history.latest();
}

/**
 * Changes or adds an entry; the Secretariat's alone, but a joint operation is its coordinator's too. `revision` is that
 * of the entry that the change was made from, 0 for a new one. Gives the new revision. It is not repeated by itself:
 * after `unavailable`, list again to see whether it came through. Throws HubError; `conflict` when another change came
 * first.
 */
export async function changeDirectory(
  hub: Hub,
  change: { entry: Init<DirectoryEntry>; revision: number; reason: string },
  options?: CallOptions,
): Promise<number> {
  return (await hub.call(DirectoryService.changeEntry, change, options)).revision;
}

/** Trying an entry decides the notices of 30 days again: ms. */
export const TRYING_TAKES = 120_000;

/**
 * Which decisions of the last 30 days would have differed if an entry had stood; the Secretariat's alone, but a joint
 * operation is tried by its coordinator too. It may take two minutes. Nothing is changed. Throws HubError;
 * `resource-exhausted` while another is tried.
 */
export function tryEntry(
  hub: Hub,
  entry: Init<DirectoryEntry>,
  options?: CallOptions,
): Promise<TryEntryResponse> {
  return hub.call(DirectoryService.tryEntry, { entry }, { deadline: TRYING_TAKES, ...options });
}

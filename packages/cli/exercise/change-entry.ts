import { setTimeout as sleep } from "node:timers/promises";
import type { HubClient } from "@talanoa/client/connect.ts";
import { isPassing } from "@talanoa/client/call-error.ts";
import { changeDirectory, listDirectory } from "@talanoa/client/directory.ts";
import { DirectoryEntry, type StandingEntry } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { entryName } from "@talanoa/sharing/directory/entry.ts";
import { patient } from "./patient.ts";

const REASON = "exercise";
/** A change is tried again so often, in ms. */
const AGAIN = 250;

type Type = "agreement" | "group" | "operation" | "key";

/** Changes an entry of the directory, and again while the hub does not answer. Throws HubError. */
export async function changeEntry(
  hub: HubClient,
  type: Type,
  id: string,
  changed: (standing: DirectoryEntry | null) => Init<DirectoryEntry>,
): Promise<void> {
  const standing = await find(hub, type, id);
  const entry = changed(standing?.entry ?? null);
  const change = { entry, revision: standing?.revision ?? 0, reason: REASON };
  for (const end = performance.now() + patient.patience; ; await sleep(AGAIN)) {
    try {
      await changeDirectory(hub, change);
      return;
    } catch (error) {
      // The hub may be on trial, and the answer to a change that came through be lost.
      const passes = isPassing(error) && performance.now() < end;
      if (!passes && !(error instanceof HubError && error.code === "conflict")) throw error;
      const now = await find(hub, type, id);
      if (now?.entry && sameEntry(now.entry, entry)) return;
      if (!passes) throw error;
    }
  }
}

async function find(hub: HubClient, type: Type, id: string): Promise<StandingEntry | undefined> {
  const entries = await listDirectory(hub, type, { patience: patient.patience });
  return entries.find(({ entry }) => entry && entryName(entry)?.id === id);
}

function sameEntry(one: DirectoryEntry, other: Init<DirectoryEntry>): boolean {
  return Buffer.compare(DirectoryEntry.encode(one), DirectoryEntry.encode(other)) === 0;
}

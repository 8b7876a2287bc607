import { changeDirectory, listDirectory } from "@talanoa/client/directory.ts";
import { DirectoryEntry } from "@talanoa/contract/generated/talanoa.ts";
import type { DirectoryType } from "@talanoa/contract/subjects.ts";
import { entryName } from "@talanoa/sharing/directory/entry.ts";
import type { TestHub } from "./hub.ts";

/**
 * Changes an entry that stands, as the Secretariat, and gives what changes it back. The services
 * follow over the bus: wait for what the change brings about.
 */
export async function changed(
  hub: TestHub,
  type: DirectoryType,
  id: string,
  change: (entry: DirectoryEntry) => void,
): Promise<() => Promise<void>> {
  const secretariat = await hub.as("oco-secretariat");
  const entries = await listDirectory(secretariat, type);
  const standing = entries.find(({ entry }) => entry && entryName(entry)?.id === id);
  if (!standing?.entry) throw new Error(`the directory has no ${type} ${id}`);
  const before = DirectoryEntry.encode(standing.entry);
  const entry = DirectoryEntry.decode(before);
  change(entry);
  const { revision } = standing;
  const changedAt = await changeDirectory(secretariat, { entry, revision, reason: "test" });
  return async () => {
    const restored = DirectoryEntry.decode(before);
    await changeDirectory(secretariat, { entry: restored, revision: changedAt, reason: "test" });
  };
}

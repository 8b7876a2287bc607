import { readdir } from "node:fs/promises";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { MANIFEST } from "./manifest.ts";

/** Within a backup: the folder of the lock by which one program at a time writes to it. */
export const LOCK = "lock";

/** The file of a backup with the last checkpoint of the log that it reaches. */
export const CHECKPOINT = "log-checkpoint";

/** What the first run makes before the manifest, and what the root of a file system has. */
const ALLOWED = new Set([LOCK, CHECKPOINT, "lost+found"]);

/**
 * What stands in a folder that is no backup, and among which none must be begun. None where a backup is, where the
 * first run was killed as it began, or where there is no folder.
 */
export async function strangeNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown): string[] => {
    if (isMissing(error)) return [];
    throw error;
  });
  if (names.includes(MANIFEST)) return [];
  return names.filter((name) => !ALLOWED.has(name) && !isDraft(name)).toSorted();
}

/** Of a file that was not written to its end. */
function isDraft(name: string): boolean {
  return [MANIFEST, CHECKPOINT].some((its) => name.startsWith(`.${its}.`) && name.endsWith(".tmp"));
}

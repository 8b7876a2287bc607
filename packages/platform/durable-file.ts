import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ignoreMissing, isMissing } from "./missing-file.ts";
import { placeNew } from "./place-new.ts";

const HOUR = 3_600_000;

/**
 * Makes a folder that only its owner may read, and makes sure that it outlives a loss of power.
 * Leftovers of interrupted writes are cleared.
 */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first !== undefined)
    for (let each = folder; ; each = dirname(each)) {
      await syncFolder(dirname(each));
      if (each === first || each === dirname(each)) break;
    }
  for (const name of await readdir(folder))
    if (name.endsWith(".tmp")) await removeLeftover(join(folder, name));
}

type Content = Uint8Array | AsyncIterable<string | Uint8Array>;

/** Writes a file so that it is there whole or not at all, and after a return stays there. */
export async function writeDurably(path: string, content: Content): Promise<void> {
  await writeAside(path, content, true);
  await syncFolder(dirname(path));
}

/** Writes a file so that it is there whole or not at all whenever the process ends, but for a loss of power. */
export function writeWhole(path: string, content: Content): Promise<void> {
  return writeAside(path, content, false);
}

async function writeAside(
  path: string,
  content: Content,
  sync: boolean,
  place: (draft: string, path: string) => Promise<void> = rename,
): Promise<void> {
  const draft = join(
    dirname(path),
    `.${basename(path)}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`,
  );
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(content);
      if (sync) await file.sync();
    } finally {
      await file.close();
    }
    await place(draft, path);
  } catch (error) {
    await unlink(draft).catch(() => {});
    throw error;
  }
}

/**
 * Writes a file that only its owner may read, unless there is one, so that it is there whole or not at all. True when it
 * was written; of several that do so at once, one does. After a return, what is there stays there, whoever wrote it. A
 * process that is killed at the last step leaves the file under a second name: `clearDrafts`, and `makeFolder` after an
 * hour, take that one away.
 */
export async function createDurably(path: string, bytes: Uint8Array): Promise<boolean> {
  let isWritten = true;
  try {
    await writeAside(path, bytes, true, placeNew);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    isWritten = false;
  }
  // Also of one that stands already: who placed it may have ended before its name would last.
  await syncFolder(dirname(path));
  return isWritten;
}

/**
 * Takes away what interrupted writes of one file left beside it: what is an hour old, and what is the file itself under
 * a second name. For a secret in a folder that `makeFolder` never sees.
 */
export async function clearDrafts(path: string): Promise<void> {
  const folder = dirname(path);
  const standing = await stat(path).catch(ignoreMissing);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`.${basename(path)}.`) || !name.endsWith(".tmp")) continue;
    const draft = join(folder, name);
    const its = await stat(draft).catch(ignoreMissing);
    const isSame =
      standing && its && its.nlink > 1 && its.ino === standing.ino && its.dev === standing.dev;
    await (isSame ? removeDurably(draft) : removeLeftover(draft));
  }
}

/** Moves a file to another folder of the same disk. False when it is no longer there. */
export async function moveDurably(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
  await syncFolder(dirname(to));
  await syncFolder(dirname(from));
  return true;
}

/** Removes a file; one that is gone already is fine. */
export async function removeDurably(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes sure that all files and folders in a folder outlive a loss of power, whoever wrote them. */
export async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }))
    await syncFolder(join(entry.parentPath, entry.name));
  await syncFolder(folder);
}

/** Makes sure that the names in a folder outlive a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows has no such thing; its journal orders the rename.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A draft that another process is writing right now is young. */
async function removeLeftover(path: string): Promise<void> {
  try {
    if (Date.now() - (await stat(path)).mtimeMs > HOUR) await unlink(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

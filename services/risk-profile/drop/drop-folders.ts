import { lstat, mkdir } from "node:fs/promises";
import { join } from "node:path";

const GROUP_AND_OTHERS_WRITE = 0o022;

/**
 * Makes the folders `in`, `done` and `failed` of a participant. Only `in` is written to by whoever drops files:
 * the service owns the others, so that nobody puts a link to another participant's folder in place of one.
 * Throws when one is a link or a file, or could be replaced by another account than the service's.
 */
export async function makeDropFolders(own: string): Promise<void> {
  await checkOwn(own, "the participant's folder");
  for (const name of ["in", "done", "failed"]) {
    const path = join(own, name);
    await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
    if (name === "in") await checkFolder(path, name);
    else await checkOwn(path, name);
  }
}

async function checkFolder(path: string, name: string): Promise<{ uid: number; mode: number }> {
  const its = await lstat(path);
  if (!its.isDirectory()) throw new Error(`${name} must be a folder, and no link to one`);
  return its;
}

async function checkOwn(path: string, name: string): Promise<void> {
  const { uid, mode } = await checkFolder(path, name);
  // Windows has no such owners.
  if (process.platform === "win32") return;
  if (uid !== process.geteuid?.() || (mode & GROUP_AND_OTHERS_WRITE) !== 0) {
    throw new Error(`${name} must be the service's own, and writable for no other account`);
  }
}

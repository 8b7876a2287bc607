import { randomUUID } from "node:crypto";
import { chmod, lstat, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { canReach, type Account } from "./server-account.ts";
import { StartupError } from "./startup-error.ts";

// Only root uses this place: for what another account must reach although the checkout lies in root's home.
const place = "/var/lib/talanoa";
const pointerFile = "data-is-at";
const ownerFile = "belongs-to";
const hour = 3_600_000;

/** The machine-wide folder that every account can reach and only root can change. */
export async function sharedPlace(): Promise<string> {
  await mkdir(place, { recursive: true, mode: 0o755 });
  const { uid, mode } = await lstat(place);
  if (uid !== 0) throw new StartupError(`${place} must belong to root.`);
  if ((mode & 0o777) !== 0o755) await chmod(place, 0o755);
  return place;
}

/**
 * The folder in which the account can keep what belongs to `dir`: `dir` itself when the account can reach it, otherwise
 * a folder in the shared place, to which a file in `dir` points. Both end together: when `dir` is removed, the next
 * start as root removes the folder in the shared place.
 */
export async function reachableFolder(dir: string, account: Account): Promise<string> {
  const own = resolve(dir);
  const pointer = join(own, pointerFile);
  const known = await readFile(pointer, "utf8").catch(() => undefined);
  if (known !== undefined) return madeFor(known, own);
  if (await canReach(account, join(own, "x"))) return own;
  await removeAbandoned();
  const folder = join(await sharedPlace(), `data-${randomUUID()}`);
  // The pointer comes first: a folder that nothing points to counts as abandoned.
  await writeFile(pointer, folder, { mode: 0o600 });
  return madeFor(folder, own);
}

async function madeFor(folder: string, owner: string): Promise<string> {
  await sharedPlace();
  await mkdir(folder, { recursive: true, mode: 0o711 });
  await writeFile(join(folder, ownerFile), owner, { mode: 0o600 });
  return folder;
}

async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(place).catch(() => [])) {
    if (!name.startsWith("data-")) continue;
    const folder = join(place, name);
    const owner = await readFile(join(folder, ownerFile), "utf8").catch(() => undefined);
    if (owner === undefined) {
      // Perhaps being made at this moment.
      const made = await lstat(folder).catch(() => undefined);
      if (!made || Date.now() - made.mtimeMs < hour) continue;
    } else if (
      (await readFile(join(owner, pointerFile), "utf8").catch(() => undefined)) === folder
    ) {
      continue;
    } else if (!(await wasRemoved(owner))) {
      continue;
    }
    await rm(folder, { recursive: true, force: true });
  }
}

// A folder that is not there may lie on a disk that is not mounted now. It counts as removed when it was a temporary
// one, or when what it stood in, two levels up, is there with something in it.
async function wasRemoved(owner: string): Promise<boolean> {
  if (owner.startsWith(join(tmpdir(), "/"))) return true;
  const around = await readdir(dirname(dirname(owner))).catch(() => []);
  return around.length > 0;
}

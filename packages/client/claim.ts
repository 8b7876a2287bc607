import { open, stat, unlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import { ignoreMissing, isMissing } from "@talanoa/platform/missing-file.ts";

const RENEW = 5_000;
const STALE = 20_000;

/** The right to send one notice, kept alive until disposed of. */
export type Claim = AsyncDisposable;

/**
 * Claims a name in a folder, so that two processes do not carry the same notice over a dear link. A
 * claim that its owner has not renewed for 20 s is taken over. Two that take over at the same moment
 * may both have it: no harm, since the hub answers the same notice with the same receipt.
 */
export async function claimIn(folder: string, name: string): Promise<Claim | null> {
  const path = join(folder, name);
  if (!(await create(path))) {
    if (!(await isStale(path))) return null;
    await unlink(path).catch(ignoreMissing);
    if (!(await create(path))) return null;
  }
  const renewal = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, RENEW);
  renewal.unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(renewal);
      await unlink(path).catch(ignoreMissing);
    },
  };
}

async function create(path: string): Promise<boolean> {
  try {
    await (await open(path, "wx", 0o600)).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    // A clock that was set back must not keep a claim for ever.
    return Math.abs(Date.now() - (await stat(path)).mtimeMs) > STALE;
  } catch (error) {
    if (isMissing(error)) return true;
    throw error;
  }
}

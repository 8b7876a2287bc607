import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { defaultCacheDir } from "@talanoa/devstack/cache-folder.ts";
import { debianPackage } from "@talanoa/devstack/debian-package.ts";

/**
 * The promtool of Prometheus: an installed one, one fetched earlier, or that of Debian's archive (17 MB, once for this
 * machine). Otherwise a sentence, as `fault`, that says why there is none.
 */
export async function findPromtool(
  cacheDir = defaultCacheDir(process.env["XDG_CACHE_HOME"]),
): Promise<{ path: string } | { fault: string }> {
  const kept = join(cacheDir, `promtool-${process.platform}-${process.arch}`);
  for (const path of ["promtool", kept]) if (await runs(path)) return { path };
  try {
    await fetchTo(kept, cacheDir);
    return { path: kept };
  } catch (error) {
    return { fault: `there is no promtool: ${(error as Error).message}` };
  }
}

/** In its place it is always whole, also when several fetch it at once. */
async function fetchTo(kept: string, cacheDir: string): Promise<void> {
  await mkdir(cacheDir, { recursive: true });
  const work = await mkdtemp(join(cacheDir, "fetching-"));
  try {
    const fetched = join(await debianPackage("promtool", work), "usr/bin/promtool");
    if (!(await runs(fetched))) throw new Error("what was fetched does not run on this system");
    await rename(fetched, kept);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function runs(path: string): Promise<boolean> {
  try {
    await promisify(execFile)(path, ["--version"], { timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

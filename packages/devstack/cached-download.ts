import { randomUUID } from "node:crypto";
import { chmod, copyFile, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isRecentEnough, natsVersion } from "./nats-version.ts";

/**
 * Lets `fetch` bring a nats-server into a folder of its own inside the cache, checks that it runs and is recent enough,
 * and puts it in its place in one step: a folder named `nats-server-VERSION` is always whole, also when several
 * checkouts fetch at once or a fetch is killed. Returns the path of the kept server.
 *
 * @param fetch gets an empty folder, returns the path of the program in it
 */
export async function keepInCache(
  cacheDir: string,
  fetch: (folder: string) => Promise<string>,
): Promise<string> {
  await clearAbandoned(cacheDir);
  const work = join(cacheDir, `fetching-${randomUUID()}`);
  const whole = join(work, "whole");
  try {
    await mkdir(whole, { recursive: true });
    const fetched = await fetch(work);
    const version = await natsVersion(fetched);
    if (!version) throw new Error("what was fetched does not run on this system");
    if (!isRecentEnough(version)) throw new Error(`it offers only version ${version}`);
    const program = join(whole, "nats-server");
    await copyFile(fetched, program);
    await chmod(program, 0o755);
    await onDisk(program);
    const target = join(cacheDir, `nats-server-${version}-${process.platform}-${process.arch}`);
    try {
      await rename(whole, target);
    } catch (error) {
      // Another was faster with the same version: its copy is as good.
      if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? ""))
        throw error;
      if (!(await natsVersion(join(target, "nats-server")))) {
        await rm(target, { recursive: true, force: true });
        await rename(whole, target);
      }
    }
    return join(target, "nats-server");
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function onDisk(file: string): Promise<void> {
  await using handle = await open(file, "r");
  await handle.sync();
}

// What a killed fetch left. An hour is longer than any fetch takes.
async function clearAbandoned(cacheDir: string): Promise<void> {
  for (const name of await readdir(cacheDir).catch(() => [])) {
    if (!name.startsWith("fetching-")) continue;
    const folder = join(cacheDir, name);
    const started = (await stat(folder).catch(() => undefined))?.mtimeMs ?? Date.now();
    if (Date.now() - started > 3_600_000) await rm(folder, { recursive: true, force: true });
  }
}

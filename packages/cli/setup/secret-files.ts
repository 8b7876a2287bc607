import { access, chown, constants, mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { takeLock } from "@talanoa/devstack/exclusive-lock.mjs";
import { syncFolder } from "@talanoa/platform/durable-file.ts";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { UsageError } from "../usage-error.ts";

/** The folder of a hub's secrets: files 0600, folders 0700. Paths are relative to it. */
export interface SecretFiles {
  readonly folder: string;
  /** Undefined when there is none. */
  read(path: string): Promise<string | undefined>;
  /**
   * Writes the text into the file. One that is new is there whole or not at all. One that stands keeps its place on
   * the disk: a container that mounts this one file sees the new text. When that is interrupted it may have empty
   * lines at its end.
   */
  write(path: string, text: string): Promise<void>;
  /** Keeps other processes from writing until it is disposed of. Throws UsageError while one does. */
  lock(): Promise<Disposable>;
}

export const AUTHORITY = "authority/ca.crt";
export const AUTHORITY_KEY = "authority/ca.key";
/** The identity of the Secretariat's first officer. */
export const OFFICER = "identities/oco-secretariat.json";

/** Whose the files are to be, where it is not who writes them. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export function secretFiles(folder: string, owner: Owner | null): SecretFiles {
  const give = async (path: string): Promise<void> => {
    if (owner) await chown(path, owner.uid, owner.gid);
  };
  const makeFolder = async (path: string): Promise<void> => {
    const made = await mkdir(path, { recursive: true, mode: 0o700 });
    if (made) await give(path);
  };
  return {
    folder,
    async read(path) {
      try {
        return await readFile(join(folder, path), "utf8");
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async write(path, text) {
      const file = join(folder, path);
      await makeFolder(folder);
      await makeFolder(dirname(file));
      const stands = await isThere(file);
      const place = stands ? file : `${file}.new`;
      await using handle = await open(place, constants.O_RDWR | constants.O_CREAT, 0o600);
      const { size } = await handle.stat();
      // Whoever reads meanwhile, or after a kill, has the old text or the new one, with nothing of the old behind it.
      await handle.writeFile(text.padEnd(size, "\n"));
      await handle.truncate(Buffer.byteLength(text));
      await handle.sync();
      // Certificates are signed here and nowhere else: no container is to read that key.
      if (path !== AUTHORITY_KEY) await give(place);
      if (stands) return;
      await rename(place, file);
      await syncFolder(dirname(file));
    },
    async lock() {
      const place = join(folder, "lock");
      await makeFolder(folder);
      await makeFolder(place);
      const lock = takeLock(place, {});
      if (lock.held) return { [Symbol.dispose]: () => lock.release() };
      throw new UsageError(`process ${lock.holder.pid} writes to ${folder}: one at a time does`);
    },
  };
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

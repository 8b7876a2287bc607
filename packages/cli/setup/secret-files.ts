import { chown, constants, mkdir, open, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The folder of a hub's secrets: files 0600, folders 0700. Paths are relative to it. */
export interface SecretFiles {
  readonly folder: string;
  /** Undefined when there is none. */
  read(path: string): Promise<string | undefined>;
  /**
   * Writes the text into the file, made when absent. One that stands keeps its place on the disk: a container that
   * mounts this one file sees the new text.
   */
  write(path: string, text: string): Promise<void>;
}

export const AUTHORITY_KEY = "authority/ca.key";

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
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
      }
    },
    async write(path, text) {
      const file = join(folder, path);
      await makeFolder(folder);
      await makeFolder(dirname(file));
      await using handle = await open(file, constants.O_RDWR | constants.O_CREAT, 0o600);
      // In this order a key that is read meanwhile is the old one or the new one: they are equally long.
      const bytes = Buffer.from(text);
      await handle.write(bytes, 0, bytes.length, 0);
      await handle.truncate(bytes.length);
      await handle.sync();
      // Certificates are signed here and nowhere else: no container is to read that key.
      if (path !== AUTHORITY_KEY) await give(file);
    },
  };
}

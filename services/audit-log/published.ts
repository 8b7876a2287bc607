import { open, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { HubError } from "@talanoa/platform/errors.ts";
import { type OpenedCheckpoint, openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { VerifierKey } from "@talanoa/tlog/note/verifier-key.ts";

/**
 * The last checkpoint that was published, kept beside the database: when that is replaced by an older
 * copy, this still knows what was promised.
 */
export interface Published {
  readonly last: OpenedCheckpoint | null;
  /** A checkpoint that is kept elsewhere, verified. Throws `failed-precondition` unless the key signed it. */
  opened(note: string): OpenedCheckpoint;
  /** Resolves once the checkpoint is on disk. */
  keep(note: string): Promise<void>;
}

/** Opens the file in a folder. Throws `failed-precondition` when there is one that the key did not sign. */
export async function openPublished(folder: string, key: VerifierKey): Promise<Published> {
  const path = join(folder, "published-checkpoint");
  const policy = { origin: key.name, keys: [key], witnesses: [], quorum: 0 };
  const opened = (note: string | Buffer, where: string): OpenedCheckpoint => {
    try {
      return openCheckpoint(note, policy);
    } catch (cause) {
      throw new HubError(
        "failed-precondition",
        `${where} is no checkpoint that this log's key signed: it or the key was changed. Put back ` +
          `what was changed.`,
        { cause },
      );
    }
  };
  const text = await read(path);
  let last = text && opened(text, path);
  return {
    get last() {
      return last;
    },
    opened: (note) => opened(note, "what stands in the database"),
    async keep(note) {
      const draft = `${path}.new`;
      const file = await open(draft, "w", 0o600);
      try {
        await file.writeFile(note);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, path);
      const parent = await open(dirname(path), "r");
      try {
        await parent.sync();
      } finally {
        await parent.close();
      }
      last = openCheckpoint(note, policy);
    },
  };
}

async function read(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

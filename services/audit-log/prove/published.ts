import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, writeDurably } from "@talanoa/platform/durable-file.ts";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { type OpenedCheckpoint, openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { VerifierKey } from "@talanoa/tlog/note/verifier-key.ts";

/**
 * The last checkpoint that was published, kept beside the database: when that is replaced by an older
 * copy, this still knows what was promised.
 */
export interface Published {
  readonly last: OpenedCheckpoint | null;
  /** Resolves once the checkpoint is on disk. */
  keep(note: string): Promise<void>;
}

/** Opens the file in a folder. Throws `failed-precondition` when there is one that the key did not sign. */
export async function openPublished(folder: string, key: VerifierKey): Promise<Published> {
  await makeFolder(folder);
  const path = join(folder, "published-checkpoint");
  const policy = { origin: key.name, keys: [key], witnesses: [], quorum: 0 };
  let last = await read(path, policy);
  return {
    get last() {
      return last;
    },
    async keep(note) {
      await writeDurably(path, Buffer.from(note));
      last = openCheckpoint(note, policy);
    },
  };
}

async function read(
  path: string,
  policy: Parameters<typeof openCheckpoint>[1],
): Promise<OpenedCheckpoint | null> {
  let text: Buffer;
  try {
    text = await readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  try {
    return openCheckpoint(text, policy);
  } catch (cause) {
    throw new HubError(
      "failed-precondition",
      `${path} is no checkpoint that this log's key signed: the file or the key was changed. ` +
        `Put back the key or the file as they were.`,
      { cause },
    );
  }
}

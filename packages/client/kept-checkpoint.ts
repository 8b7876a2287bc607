import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, writeDurably } from "@talanoa/platform/durable-file.ts";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import {
  type OpenedCheckpoint,
  openCheckpoint,
  type Policy,
  signedAlone,
} from "@talanoa/tlog/note/open-checkpoint.ts";
import type { LogForked } from "./continuing.ts";
import { NotGenuine } from "./genuine-receipt.ts";

/**
 * The checkpoint of a log that was kept in a folder; null when none was. It was believed then, by the witnesses
 * that were asked for then: the log's signature is enough. Throws NotGenuine when what is kept there has none.
 */
export async function keptCheckpoint(
  folder: string,
  policy: Policy,
): Promise<OpenedCheckpoint | null> {
  const path = join(folder, fileOf(policy));
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  try {
    return openCheckpoint(bytes, signedAlone(policy));
  } catch (cause) {
    if (!(cause instanceof TlogError)) throw cause;
    const says =
      cause.code === "not-signed"
        ? `${path}, which was kept last, does not fit the log's key: ${cause.message}`
        : `${path} is not a checkpoint of this log (${cause.message}): it was changed`;
    throw new NotGenuine(says, { cause });
  }
}

/** Keeps a verified checkpoint, in place of the one before, so that it outlives a loss of power. */
export async function keepCheckpoint(
  folder: string,
  policy: Policy,
  { note }: OpenedCheckpoint,
): Promise<void> {
  await makeFolder(folder);
  await writeDurably(join(folder, fileOf(policy)), Buffer.from(formatNote(note)));
}

/** Keeps both checkpoints of a log that does not continue, beside the one that stays; gives their files. */
export async function keepEvidence(
  folder: string,
  policy: Policy,
  { older, newer }: LogForked,
): Promise<string[]> {
  await makeFolder(folder);
  const files: string[] = [];
  for (const [word, { note }] of Object.entries({ older, newer })) {
    const path = join(folder, `${fileOf(policy)}.${word}-${Date.now()}`);
    await writeDurably(path, Buffer.from(formatNote(note)));
    files.push(path);
  }
  return files;
}

function fileOf({ origin }: Policy): string {
  return `${encodeURIComponent(origin)}.checkpoint`;
}

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, removeDurably, writeDurably } from "@talanoa/platform/durable-file.ts";
import { ignoreMissing } from "@talanoa/platform/missing-file.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import {
  type OpenedCheckpoint,
  openCheckpoint,
  type Policy,
  signedAlone,
} from "@talanoa/tlog/note/open-checkpoint.ts";
import type { TreeHead } from "@talanoa/tlog/tree/hash.ts";
import type { LogForked } from "./continuing.ts";
import { NotGenuine } from "./genuine-receipt.ts";

/** A checkpoint that was kept in a folder. */
export interface KeptCheckpoint {
  readonly path: string;
  readonly opened: OpenedCheckpoint;
}

const LOOKS = 100;

/**
 * The checkpoints of a log that were kept in a folder, all of which it must continue: one, none at first, and several
 * when programs kept theirs at the same time. They were believed then, by the witnesses that were asked for then: the
 * log's signature is enough. Throws NotGenuine when one has none.
 */
export async function keptCheckpoints(folder: string, policy: Policy): Promise<KeptCheckpoint[]> {
  for (let look = 1; ; look++) {
    const names = (await readdir(folder).catch(ignoreMissing)) ?? [];
    const paths = names.filter((name) => isKept(name, policy)).map((name) => join(folder, name));
    const read = await Promise.all(paths.map((path) => readFile(path).catch(ignoreMissing)));
    const missing = paths.filter((_, i) => read[i] === undefined);
    if (missing.length > 0) {
      // Another program replaced one since it was listed.
      if (look < LOOKS) continue;
      throw new NotGenuine(
        `${missing[0]} is listed and cannot be read: take it away, or put it back`,
      );
    }
    return paths.map((path, i) => ({ path, opened: openKept(path, read[i]!, policy) }));
  }
}

function openKept(path: string, bytes: Uint8Array, policy: Policy): OpenedCheckpoint {
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

/**
 * Keeps a verified checkpoint so that it outlives a loss of power, in place of those that it was proven to continue: what
 * another program kept meanwhile stays beside it.
 */
export async function keepCheckpoint(
  folder: string,
  policy: Policy,
  { checkpoint, note }: OpenedCheckpoint,
  continued: readonly KeptCheckpoint[] = [],
): Promise<void> {
  await makeFolder(folder);
  const path = join(folder, `${startOf(policy)}.${nameOf(checkpoint)}.checkpoint`);
  await writeDurably(path, Buffer.from(formatNote(note)));
  // The commit point: what is left of the older ones is continued too.
  for (const older of continued) if (older.path !== path) await removeDurably(older.path);
}

/** Keeps both checkpoints of a log that does not continue, beside those that stay; gives their files. */
export async function keepEvidence(
  folder: string,
  policy: Policy,
  { older, newer }: LogForked,
): Promise<string[]> {
  await makeFolder(folder);
  const files: string[] = [];
  for (const [word, { checkpoint, note }] of Object.entries({ older, newer })) {
    // By what it is: the same fork that is seen again has the same files.
    const path = join(folder, `${startOf(policy)}.checkpoint.${word}-${nameOf(checkpoint)}`);
    await writeDurably(path, Buffer.from(formatNote(note)));
    files.push(path);
  }
  return files;
}

/** Without size and root, as one was kept by earlier programs, too. */
function isKept(name: string, policy: Policy): boolean {
  const start = startOf(policy);
  return (
    name.startsWith(start) && /^(\.\d+-[0-9a-f]{64})?\.checkpoint$/.test(name.slice(start.length))
  );
}

function nameOf({ size, root }: TreeHead): string {
  return `${size}-${Buffer.from(root).toString("hex")}`;
}

function startOf({ origin }: Policy): string {
  return encodeURIComponent(origin);
}

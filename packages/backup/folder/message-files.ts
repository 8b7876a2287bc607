import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { BackupMessage } from "@talanoa/contract/generated/talanoa.ts";
import { removeDurably } from "@talanoa/platform/durable-file.ts";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { readJoined } from "./block-file.ts";
import { DamagedBackup } from "./damaged-backup.ts";

const NAME = /^messages-(\d{16})$/;
const DRAFT = /^\.messages-.*\.tmp$/;

/** A file of a backup; its name says the sequence of its first message. */
export interface MessageFile {
  readonly path: string;
  readonly first: number;
  /** Whether it is the one that grows. */
  readonly isLast: boolean;
}

export function messagePath(folder: string, first: number): string {
  return join(folder, `messages-${String(first).padStart(16, "0")}`);
}

/** The files of a backup, in the stream's order; none in a folder that is not there. */
export async function messageFiles(folder: string): Promise<MessageFile[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const firsts = names.flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number);
  return firsts
    .sort((one, other) => one - other)
    .map((first, i) => ({
      path: messagePath(folder, first),
      first,
      isLast: i === firsts.length - 1,
    }));
}

/** Removes files that were being written anew when the program ended: they may hold what has been erased since. */
export async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (DRAFT.test(name)) await removeDurably(join(folder, name));
}

/** All messages of a backup, in the stream's order, up to the last that was appended whole. Throws DamagedBackup. */
export async function* messagesOf(folder: string): AsyncGenerator<BackupMessage, void, void> {
  let upTo = 0;
  for (const file of await messageFiles(folder))
    for await (const { block } of readJoined(file)) {
      if (block.after !== upTo) {
        throw new DamagedBackup(
          file.path,
          `it goes on behind ${block.after}, and what is before it ends at ${upTo}: a file is missing, or one is an older copy`,
        );
      }
      ({ upTo } = block);
      yield* block.messages;
    }
}

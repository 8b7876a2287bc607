import { type FileHandle, open } from "node:fs/promises";
import type { BackupMessage } from "@talanoa/contract/generated/talanoa.ts";
import { removeDurably, syncFolder } from "@talanoa/platform/durable-file.ts";
import { beginning, blockBytes, readBlocks } from "./block-file.ts";
import { messageFiles, messagePath, removeDrafts } from "./message-files.ts";

/** A file that is as large is full, in bytes: what is erased later makes one file be written anew. */
const FULL = 64 * 1024 * 1024;
/** Payloads and headers of one block, in bytes, before they are compressed. */
const BLOCK = 4 * 1024 * 1024;

/** Where messages are appended to a backup. One program at a time. */
export interface Appending extends AsyncDisposable {
  /** Null while the backup is empty. */
  readonly last: BackupMessage | null;
  /** Resolves once they are on disk. */
  append(messages: readonly BackupMessage[]): Promise<void>;
}

/** Opens a backup behind its last whole block; what was left there of one that is not whole is cut off. */
export async function openAppending(folder: string, full = FULL): Promise<Appending> {
  await removeDrafts(folder);
  let last: BackupMessage | null = null;
  let file: FileHandle | null = null;
  let size = 0;
  let upTo = 0;
  for (const { path, isLast } of (await messageFiles(folder)).toReversed()) {
    let end = 0;
    for await (const read of readBlocks({ path, isLast })) {
      last = read.block.messages.at(-1) ?? last;
      if (!file) ({ upTo } = read.block);
      ({ end } = read);
    }
    if (!file && end > 0) {
      file = await open(path, "a");
      await file.truncate(end);
      size = end;
    }
    // Of the last there may be all erased.
    if (last) break;
    // It was begun alone.
    if (!file) await removeDurably(path);
  }

  async function write(messages: BackupMessage[]): Promise<void> {
    const newest = messages.at(-1)!;
    const block = await blockBytes({ messages, after: upTo, upTo: newest.sequence });
    if (!file || size >= full) {
      await file?.close();
      file = await open(messagePath(folder, messages[0]!.sequence), "ax", 0o600);
      await file.appendFile(beginning);
      size = beginning.length;
      await syncFolder(folder);
    }
    await file.appendFile(block);
    // The commit point: what is acknowledged from here on outlives a loss of power. Each block by itself, so that one
    // alone can be cut off.
    await file.datasync();
    size += block.length;
    last = newest;
    upTo = newest.sequence;
  }

  return {
    get last() {
      return last;
    },
    async append(messages) {
      for (const block of blocksOf(messages)) await write(block);
    },
    async [Symbol.asyncDispose]() {
      await file?.close();
    },
  };
}

/** Messages in groups, each of which makes a block. */
function* blocksOf(messages: readonly BackupMessage[]): Generator<BackupMessage[]> {
  let block: BackupMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    block.push(message);
    bytes += message.payload.length;
    for (const { name, value } of message.headers) bytes += name.length + value.length;
    if (bytes < BLOCK) continue;
    yield block;
    block = [];
    bytes = 0;
  }
  if (block.length > 0) yield block;
}

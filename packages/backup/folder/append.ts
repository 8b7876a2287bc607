import { type FileHandle, open } from "node:fs/promises";
import type { BackupBlock, BackupMessage } from "@talanoa/contract/generated/talanoa.ts";
import { removeDurably, syncFolder } from "@talanoa/platform/durable-file.ts";
import { beginning, blockBytes, readJoined } from "./block-file.ts";
import { messageFiles, messagePath, removeDrafts } from "./message-files.ts";

/** A file that is as large is full, in bytes: what is erased later makes one file be written anew. */
const FULL = 64 * 1024 * 1024;
/** Payloads and headers of one block, in bytes, before they are compressed. */
const BLOCK = 4 * 1024 * 1024;

/** Where messages are appended to a backup. One program at a time. */
export interface Appending extends AsyncDisposable {
  /** Null while the backup is empty. */
  readonly last: BackupMessage | null;
  /** Resolves once they are on disk. What is cut off by an end before that is never a part of one of the arrays. */
  append(batches: readonly (readonly BackupMessage[])[]): Promise<void>;
}

/** Opens a backup behind what was appended whole; what was left there of anything else is cut off. */
export async function openAppending(folder: string, full = FULL): Promise<Appending> {
  await removeDrafts(folder);
  let last: BackupMessage | null = null;
  let file: FileHandle | null = null;
  let size = 0;
  let upTo = 0;
  let goesOn = false;
  for (const { path, isLast } of (await messageFiles(folder)).toReversed()) {
    let end = 0;
    for await (const read of readJoined({ path, isLast })) {
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

  async function write(its: Pick<BackupBlock, "messages" | "goesOn">): Promise<void> {
    const newest = its.messages.at(-1)!;
    const block = await blockBytes({ ...its, after: upTo, upTo: newest.sequence });
    if (!file || (size >= full && !goesOn)) {
      await file?.close();
      file = await open(messagePath(folder, its.messages[0]!.sequence), "ax", 0o600);
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
    ({ goesOn } = its);
  }

  return {
    get last() {
      return last;
    },
    async append(batches) {
      for (const block of blocksOf(batches)) await write(block);
    },
    async [Symbol.asyncDispose]() {
      await file?.close();
    },
  };
}

/** Messages in groups, each of which makes a block; one that ends within a batch goes on in the next. */
function* blocksOf(
  batches: readonly (readonly BackupMessage[])[],
): Generator<Pick<BackupBlock, "messages" | "goesOn">> {
  let messages: BackupMessage[] = [];
  let bytes = 0;
  for (const batch of batches)
    for (const [i, message] of batch.entries()) {
      messages.push(message);
      bytes += message.payload.length;
      for (const { name, value } of message.headers) bytes += name.length + value.length;
      if (bytes < BLOCK) continue;
      yield { messages, goesOn: i < batch.length - 1 };
      messages = [];
      bytes = 0;
    }
  if (messages.length > 0) yield { messages, goesOn: false };
}

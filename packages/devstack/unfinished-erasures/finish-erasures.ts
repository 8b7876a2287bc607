import { chown, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { recordsOf } from "./block-records.ts";

/** Milliseconds before the last write of a stream: of what was deleted before, the bytes are long overwritten. */
const RECENT = 60_000;

/** Where a record stands in a stream's files. */
interface Position {
  readonly block: number;
  readonly start: number;
}

/**
 * Finishes the erasing in which a nats-server ended: it notes first that a message is deleted, overwrites its
 * bytes then, and never comes back to them when it was killed in between. Blocks with such bytes are written
 * anew without them, as the server's own compaction does. For a store of a server that does not run; may itself
 * be killed at any point and begun again. Resolves with the number of messages.
 */
export async function finishErasures(storeDir: string): Promise<number> {
  let finished = 0;
  for (const folder of await streamFolders(storeDir)) finished += await finishIn(folder);
  return finished;
}

/** The folders with the blocks of streams; the servers' own logs are elsewhere. */
async function streamFolders(storeDir: string): Promise<string[]> {
  const accounts = join(storeDir, "jetstream");
  const folders: string[] = [];
  for (const account of await names(accounts)) {
    const streams = join(accounts, account, "streams");
    for (const stream of await names(streams)) folders.push(join(streams, stream, "msgs"));
  }
  return folders;
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

async function finishIn(folder: string): Promise<number> {
  const blocks = (await names(folder))
    .filter((name) => /^\d+\.blk$/.test(name))
    .map((name) => Number.parseInt(name, 10))
    .sort((a, b) => a - b);
  const deleted = await recentDeletions(folder, blocks);
  if (deleted.size === 0) return 0;
  let finished = 0;
  for (const block of await blocksOf(folder, blocks, [...deleted.keys()])) {
    finished += await finishBlock(folder, block, deleted);
  }
  return finished;
}

/**
 * The sequences that were deleted lately, and where that is noted. Not the stream's last: without it the next
 * message would get its sequence, so it stays until another stands after it.
 */
async function recentDeletions(
  folder: string,
  blocks: readonly number[],
): Promise<Map<bigint, Position>> {
  const written = await Promise.all(
    blocks.map(async (block) => (await stat(pathOf(folder, block))).mtimeMs),
  );
  const last = Math.max(...written);
  const deleted = new Map<bigint, Position>();
  let newest = 0n;
  for (const [i, block] of blocks.entries()) {
    if (written[i]! < last - RECENT) continue;
    for (const { kind, sequence, start } of recordsOf(await readFile(pathOf(folder, block)))) {
      if (kind === "deletion") deleted.set(sequence, { block, start });
      else newest = sequence;
    }
  }
  deleted.delete(newest);
  return deleted;
}

/** The blocks in which some sequences stand or stood: a block has those from its first to the next one's first. */
async function blocksOf(
  folder: string,
  blocks: readonly number[],
  sequences: readonly bigint[],
): Promise<Set<number>> {
  const firsts: { block: number; first: bigint }[] = [];
  for (const block of blocks) {
    const first = await firstSequence(pathOf(folder, block));
    if (first !== null) firsts.push({ block, first });
  }
  const its = new Set<number>();
  for (const sequence of sequences) {
    const found = firsts.findLast(({ first }) => first <= sequence);
    if (found) its.add(found.block);
  }
  return its;
}

const START_BYTES = 64 * 1024;

/** The sequence of the first message of a block, also of one that was erased; null when it has none. */
async function firstSequence(path: string): Promise<bigint | null> {
  await using file = await open(path);
  const { size } = await file.stat();
  const start = Buffer.alloc(Math.min(size, START_BYTES));
  await file.read(start, 0, start.length, 0);
  // The whole block where its first message is larger than that, or comes after many deletions.
  for (const bytes of [start, null]) {
    for (const { kind, sequence } of recordsOf(bytes ?? (await readFile(path)))) {
      if (kind !== "deletion") return sequence;
    }
  }
  return null;
}

async function finishBlock(
  folder: string,
  block: number,
  deleted: ReadonlyMap<bigint, Position>,
): Promise<number> {
  const path = pathOf(folder, block);
  const bytes = await readFile(path);
  const kept: Buffer[] = [];
  let finished = 0;
  let end = 0;
  for (const record of recordsOf(bytes)) {
    end = record.end;
    // A sequence may be another message's after a stream was cut short: then the deletion stands before it.
    const noted = record.kind === "message" ? deleted.get(record.sequence) : undefined;
    if (noted && isAfter(noted, { block, start: record.start })) finished += 1;
    else kept.push(bytes.subarray(record.start, record.end));
  }
  if (finished === 0) return 0;
  // Without it the server reads what is there.
  await rm(join(folder, "index.db"), { force: true });
  await replace(path, Buffer.concat([...kept, bytes.subarray(end)]));
  return finished;
}

function isAfter(one: Position, other: Position): boolean {
  return one.block > other.block || (one.block === other.block && one.start > other.start);
}

/**
 * Puts bytes in the place of a file, as its owner's, such that a crash leaves the old or the new. It keeps its time:
 * after a crash between two blocks the next start must still find that what was deleted was deleted lately.
 */
async function replace(path: string, bytes: Buffer): Promise<void> {
  const { mode, uid, gid, atime, mtime } = await stat(path);
  // Beside the folder, in which the server takes each file for one of its own.
  const written = join(dirname(dirname(path)), "erasing.tmp");
  await rm(written, { force: true });
  {
    await using file = await open(written, "wx", mode);
    await file.writeFile(bytes);
    await file.utimes(atime, mtime);
    await file.sync();
  }
  await chown(written, uid, gid);
  await rename(written, path);
  await using folder = await open(dirname(path));
  await folder.sync();
}

function pathOf(folder: string, block: number): string {
  return join(folder, `${block}.blk`);
}

import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { constants, crc32, zstdCompress, zstdDecompress } from "node:zlib";
import { BackupBlock } from "@talanoa/contract/generated/talanoa.ts";
import { DamagedBackup } from "./damaged-backup.ts";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** How every file of messages begins: what it is, and of which format. */
const MAGIC = Buffer.from("talanoa backup 1\n");
/** Before each block: its length as it stands there, and its CRC-32; both 32 bits, the higher byte first. */
const HEAD = 8;
/** Of a block when it is read, in bytes: the largest message is two MiB. */
const LARGEST = 256 * 1024 * 1024;
/** Of a block as it stands in a file, in bytes: what is cut off is never more than one. */
const LARGEST_IN_FILE = 8 * 1024 * 1024;

/** The bytes with which a file begins. */
export const beginning: Uint8Array = MAGIC;

/** A block as it stands in a file. */
export async function blockBytes(its: BackupBlock): Promise<Buffer> {
  const block = await compress(BackupBlock.encode(its), {
    params: { [constants.ZSTD_c_compressionLevel]: 3 },
  });
  const head = Buffer.alloc(HEAD);
  head.writeUInt32BE(block.length, 0);
  head.writeUInt32BE(crc32(block), 4);
  return Buffer.concat([head, block]);
}

/** A block of a file, and where it ends there. */
export interface ReadBlock {
  readonly block: BackupBlock;
  readonly end: number;
}

/**
 * The blocks of a file, in their order. The last one of the last file of a backup was being written when the program
 * or the machine ended, if it is not whole: it is left away. Throws DamagedBackup for anything else that is not as it
 * was written.
 */
export async function* readBlocks({
  path,
  isLast,
}: {
  readonly path: string;
  readonly isLast: boolean;
}): AsyncGenerator<ReadBlock, void, void> {
  await using file = await open(path, "r");
  const { size } = await file.stat();
  const first = await bytesAt(0, MAGIC.length);
  if (first.length === MAGIC.length && !first.equals(MAGIC))
    throw new DamagedBackup(path, "it is no file of a backup, or of a later version's");
  let at = MAGIC.length;
  while (at < size) {
    const bytes = await blockAt(at);
    if (!bytes) break;
    const end = at + HEAD + bytes.length;
    yield { block: await decoded(bytes, path, at), end };
    at = end;
  }
  const isCutOff = isLast && size - at <= HEAD + LARGEST_IN_FILE;
  if (at !== size && !isCutOff)
    throw new DamagedBackup(path, `the bytes from ${at} on are not as written`);

  /** Null for one that was not written to its end. */
  async function blockAt(position: number): Promise<Buffer | null> {
    const head = await bytesAt(position, HEAD);
    const length = head.length === HEAD ? head.readUInt32BE(0) : 0;
    const end = position + HEAD + length;
    // A file may have grown before what is in it came to the disk: then zeros stand there.
    if (length === 0 || end > size) return null;
    const block = await bytesAt(position + HEAD, length);
    if (block.length === length && crc32(block) === head.readUInt32BE(4)) return block;
    if (end === size) return null;
    throw new DamagedBackup(path, `the bytes from ${position} on are not as written`);
  }

  async function bytesAt(position: number, length: number): Promise<Buffer> {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  }
}

/**
 * The blocks of a file as `readBlocks` has them, those that go on as one with what they go on in. Left away where that
 * is not there.
 */
export async function* readJoined(file: {
  readonly path: string;
  readonly isLast: boolean;
}): AsyncGenerator<ReadBlock, void, void> {
  let begun: BackupBlock | null = null;
  for await (const { block, end } of readBlocks(file)) {
    const messages: BackupBlock["messages"] = [...(begun?.messages ?? []), ...block.messages];
    const joined: BackupBlock = { ...block, messages, after: begun?.after ?? block.after };
    begun = block.goesOn ? joined : null;
    if (!begun) yield { block: joined, end };
  }
}

async function decoded(compressed: Buffer, path: string, at: number): Promise<BackupBlock> {
  try {
    const bytes = await decompress(compressed, { maxOutputLength: LARGEST });
    return BackupBlock.decode(bytes);
  } catch (cause) {
    throw new DamagedBackup(path, `the block at ${at} cannot be read`, cause);
  }
}

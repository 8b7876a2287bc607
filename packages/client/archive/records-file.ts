import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { ArchivedRecord } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { NotGenuine } from "../genuine-receipt.ts";

/** Bytes of the length before each record, big-endian. */
const LENGTH = 4;
/** No record is so long: a header has at most 64 KiB. */
const LONGEST = 2 ** 20;
const CHUNK = 2 ** 18;

/** What was written to its end. */
export interface Digest {
  /** SHA-256, in hex. */
  sha256: string;
}

/** The bytes of a file of records, one after the other, each with its length before it; tells the digest at its end. */
export async function* recordBytes(
  records: AsyncIterable<Init<ArchivedRecord>>,
  digest: Digest,
): AsyncGenerator<Uint8Array, void, void> {
  const hash = createHash("sha256");
  let waiting: Uint8Array[] = [];
  let size = 0;
  const whole = () => {
    const chunk = Buffer.concat(waiting);
    hash.update(chunk);
    waiting = [];
    size = 0;
    return chunk;
  };
  for await (const record of records) {
    const bytes = ArchivedRecord.encode(record);
    const length = Buffer.alloc(LENGTH);
    length.writeUInt32BE(bytes.length);
    waiting.push(length, bytes);
    size += LENGTH + bytes.length;
    if (size >= CHUNK) yield whole();
  }
  yield whole();
  digest.sha256 = hash.digest("hex");
}

/** The SHA-256 of a file of records, in hex. */
export async function recordsDigest(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: CHUNK }), hash, { signal });
  return hash.digest("hex");
}

/** Reads a file of records. Throws NotGenuine for one that is cut off or damaged. */
export async function* readRecordsFile(path: string): AsyncGenerator<ArchivedRecord, void, void> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  for await (const chunk of createReadStream(path, {
    highWaterMark: CHUNK,
  }) as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (rest.length - at >= LENGTH) {
      const end = at + LENGTH + rest.readUInt32BE(at);
      if (end - at > LONGEST) throw damaged(path, number);
      if (end > rest.length) break;
      yield decode(rest.subarray(at + LENGTH, end), path, number++);
      at = end;
    }
    rest = rest.subarray(at);
  }
  if (rest.length > 0) throw damaged(path, number);
}

function decode(bytes: Uint8Array, path: string, number: number): ArchivedRecord {
  try {
    return ArchivedRecord.decode(bytes);
  } catch {
    throw damaged(path, number);
  }
}

function damaged(path: string, number: number): NotGenuine {
  return new NotGenuine(`record ${number} of ${path} is cut off or damaged`);
}

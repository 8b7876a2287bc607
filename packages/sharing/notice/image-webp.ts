import { concat, copyOf } from "@talanoa/crypto/bytes.ts";
import { type ImageParts, orientationOf, startsWith } from "./image-parts.ts";

const HEADER_LENGTH = 12;
const FRAME_HEADER_LENGTH = 16;
const FLAGS_OF_METADATA = 0x08 | 0x04;

const needed = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]);
const neededInFrame = new Set(["VP8 ", "VP8L", "ALPH"]);
const names: { readonly [type: string]: string } = { EXIF: "EXIF", "XMP ": "XMP" };

interface Chunk {
  readonly type: string;
  /** With its header and padding. */
  readonly bytes: Uint8Array;
  readonly payload: Uint8Array;
}

/** Takes a WebP apart; null for bytes that are none or are cut off. */
export function readWebp(bytes: Uint8Array): ImageParts | null {
  if (!startsWith(bytes, "RIFF") || !startsWith(bytes, "WEBP", 8)) return null;
  const end = 8 + sizeAt(bytes, 4);
  const chunks = end <= bytes.length ? chunksOf(bytes.subarray(HEADER_LENGTH, end)) : null;
  const first = chunks?.[0]?.type;
  if (!chunks || !first || !["VP8 ", "VP8L", "VP8X"].includes(first)) return null;
  if (!chunks.some(({ type }) => ["VP8 ", "VP8L", "ANMF"].includes(type))) return null;

  const removed: string[] = end < bytes.length ? ["data after the image"] : [];
  let orientation = 1;
  const kept: Uint8Array[] = [];
  for (const chunk of chunks) {
    if (!needed.has(chunk.type)) {
      removed.push(names[chunk.type] ?? "other chunks");
      if (chunk.type === "EXIF") orientation = orientationOf(chunk.payload);
      continue;
    }
    const frame = chunk.type === "ANMF" ? readFrame(chunk) : chunk.bytes;
    if (!frame) return null;
    if (frame !== chunk.bytes) removed.push("other chunks");
    kept.push(chunk.type === "VP8X" ? withoutFlags(frame) : frame);
  }
  const size = kept.reduce((sum, part) => sum + part.length, 0);
  const header = Uint8Array.from(bytes.subarray(0, HEADER_LENGTH));
  new DataView(header.buffer).setUint32(4, size + 4, true);
  return { kept: [header, ...kept], removed, orientation };
}

/** The frame's bytes, the very same when it holds only what it needs. */
function readFrame(frame: Chunk): Uint8Array | null {
  const chunks = chunksOf(frame.payload.subarray(FRAME_HEADER_LENGTH));
  if (!chunks) return null;
  const kept = chunks.filter(({ type }) => neededInFrame.has(type));
  if (kept.length === chunks.length) return frame.bytes;
  const payload = concat([
    frame.payload.subarray(0, FRAME_HEADER_LENGTH),
    ...kept.map(({ bytes }) => bytes),
  ]);
  const header = copyOf(frame.bytes.subarray(0, 8));
  new DataView(header.buffer, header.byteOffset).setUint32(4, payload.length, true);
  return concat([header, payload]);
}

function withoutFlags(chunk: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(chunk);
  copy[8]! &= ~FLAGS_OF_METADATA;
  return copy;
}

function chunksOf(bytes: Uint8Array): Chunk[] | null {
  const chunks: Chunk[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 8 > bytes.length) return null;
    const size = sizeAt(bytes, at + 4);
    const end = at + 8 + size + (size % 2);
    if (end > bytes.length) return null;
    const type = String.fromCharCode(...bytes.subarray(at, at + 4));
    chunks.push({
      type,
      bytes: bytes.subarray(at, end),
      payload: bytes.subarray(at + 8, at + 8 + size),
    });
    at = end;
  }
  return chunks;
}

function sizeAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at, true);
}

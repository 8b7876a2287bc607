import { type ImageParts, orientationOf, startsWith } from "./image-parts.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP13 = 0xed;
const APP14 = 0xee;
const APP15 = 0xef;
const COM = 0xfe;
const JFIF_LENGTH = 16;
const ADOBE_LENGTH = 14;

/** Takes a JPEG apart (ITU-T T.81); null for bytes that are none or are cut off. */
export function readJpeg(bytes: Uint8Array): ImageParts | null {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return null;
  const kept = [bytes.subarray(0, 2)];
  const removed: string[] = [];
  let orientation = 1;
  let hasFrame = false;
  let hasScan = false;
  let at = 2;
  while (at < bytes.length) {
    if (bytes[at] !== 0xff) return null;
    while (bytes[at + 1] === 0xff) at++;
    const marker = bytes[at + 1]!;
    if (marker === EOI) {
      kept.push(bytes.subarray(at, at + 2));
      // Cameras append previews and clips, with metadata of their own.
      if (at + 2 < bytes.length) removed.push("data after the image");
      return hasFrame && hasScan ? { kept, removed, orientation } : null;
    }
    if (at + 4 > bytes.length) return null;
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    let end = at + 2 + length;
    if (length < 2 || end > bytes.length) return null;
    const segment = bytes.subarray(at, end);
    const payload = segment.subarray(4);

    if (marker === SOS) {
      hasScan = true;
      end = endOfScan(bytes, end);
      kept.push(bytes.subarray(at, end));
    } else if (marker >= APP0 && marker <= APP15) {
      const part = readApplication(marker, segment, payload);
      if (part.kept) kept.push(part.kept);
      if (part.removed) removed.push(part.removed);
      if (part.removed === "EXIF" && orientation === 1) orientation = orientationOf(payload);
    } else if (marker === COM) {
      removed.push("comment");
    } else if (isTable(marker) || isFrame(marker)) {
      hasFrame ||= isFrame(marker);
      kept.push(segment);
    } else {
      return null;
    }
    at = end;
  }
  return null;
}

// Huffman and arithmetic tables, quantization, number of lines, restart interval.
function isTable(marker: number): boolean {
  return [0xc4, 0xcc, 0xdb, 0xdc, 0xdd].includes(marker);
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !isTable(marker) && marker !== 0xc8;
}

/** Where the compressed data that starts here ends: at the next marker that is none of its own. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) return bytes.length;
    const next = bytes[at + 1]!;
    const isStuffedOrRestart = next === 0 || (next >= 0xd0 && next <= 0xd7);
    if (!isStuffedOrRestart && next !== 0xff) return at;
    at += next === 0xff ? 1 : 2;
  }
}

function readApplication(
  marker: number,
  segment: Uint8Array,
  payload: Uint8Array,
): { kept?: Uint8Array; removed?: string } {
  if (marker === APP0 && startsWith(payload, "JFIF\0") && segment.length >= JFIF_LENGTH + 2) {
    if (segment.length === JFIF_LENGTH + 2) return { kept: segment };
    // The same segment without its thumbnail, which may show what was cropped.
    const bare = Uint8Array.from(segment.subarray(0, JFIF_LENGTH + 2));
    bare.set([0, JFIF_LENGTH], 2);
    bare.set([0, 0], JFIF_LENGTH);
    return { kept: bare, removed: "thumbnail" };
  }
  if (marker === APP2 && startsWith(payload, "ICC_PROFILE\0")) return { kept: segment };
  if (marker === APP14 && startsWith(payload, "Adobe")) {
    // Says how colours are coded; viewers need it.
    if (segment.length === ADOBE_LENGTH + 2) return { kept: segment };
  }
  if (marker === APP0) return { removed: "thumbnail" };
  if (marker === APP1 && startsWith(payload, "Exif\0")) return { removed: "EXIF" };
  if (marker === APP1) return { removed: "XMP" };
  if (marker === APP13) return { removed: "IPTC" };
  return { removed: "application data" };
}

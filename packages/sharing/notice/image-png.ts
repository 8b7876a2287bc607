import { type ImageParts, orientationOf, startsWith } from "./image-parts.ts";

const SIGNATURE = "\x89PNG\r\n\x1a\n";

/** Chunks that the picture, its colours and its animation need; any other is metadata. */
const needed = new Set(
  "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD hIST pHYs acTL fcTL fdAT".split(" "),
);

const names: { readonly [type: string]: string } = {
  tEXt: "text",
  zTXt: "text",
  iTXt: "text or XMP",
  eXIf: "EXIF",
  tIME: "time",
};

/** Takes a PNG apart; null for bytes that are none or are cut off. */
export function readPng(bytes: Uint8Array): ImageParts | null {
  if (!startsWith(bytes, SIGNATURE)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const kept = [bytes.subarray(0, SIGNATURE.length)];
  const removed: string[] = [];
  let orientation = 1;
  let hasData = false;
  let at = SIGNATURE.length;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return null;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if ((type === "IHDR") !== (at === SIGNATURE.length)) return null;
    if (needed.has(type)) kept.push(bytes.subarray(at, end));
    else removed.push(names[type] ?? "other chunks");
    if (type === "eXIf") orientation = orientationOf(bytes.subarray(at + 8, end - 4));
    hasData ||= type === "IDAT";
    at = end;
    if (type !== "IEND") continue;
    if (at < bytes.length) removed.push("data after the image");
    return hasData ? { kept, removed, orientation } : null;
  }
  return null;
}

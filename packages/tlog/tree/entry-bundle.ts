import { space } from "@talanoa/crypto/bytes.ts";
import { malformed, outOfRange } from "../errors.ts";
import { TILE_WIDTH } from "./tile.ts";

/** Bytes of the longest entry that a bundle can hold. */
export const MAX_ENTRY_BYTES = 0xffff;
const LENGTH_BYTES = 2;

/**
 * The entry bundle of 1 to 256 entries (c2sp.org/tlog-tiles): each behind its length in two bytes,
 * big-endian. Throws `out-of-range` for other numbers and for entries of more than 65,535 bytes.
 */
export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array {
  checkWidth(entries.length);
  let bytes = 0;
  for (const { length } of entries) {
    if (length > MAX_ENTRY_BYTES) throw outOfRange(`an entry is over ${MAX_ENTRY_BYTES} bytes`);
    bytes += LENGTH_BYTES + length;
  }
  const bundle = space(bytes);
  let at = 0;
  for (const entry of entries) {
    bundle[at] = entry.length >>> 8;
    bundle[at + 1] = entry.length & 0xff;
    bundle.set(entry, at + LENGTH_BYTES);
    at += LENGTH_BYTES + entry.length;
  }
  return bundle;
}

/** The `width` entries of a bundle, as views of it. Throws `malformed` for fewer, more, or cut ones. */
export function decodeEntries(bundle: Uint8Array, width: number): Uint8Array[] {
  checkWidth(width);
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bundle.length) {
    const from = at + LENGTH_BYTES;
    const end = from > bundle.length ? from : from + view.getUint16(at);
    if (end > bundle.length) throw malformed("the last entry of a bundle is cut off");
    entries.push(bundle.subarray(from, end));
    at = end;
  }
  if (entries.length !== width) {
    throw malformed(`a bundle has ${entries.length} entries instead of ${width}`);
  }
  return entries;
}

function checkWidth(width: number): void {
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) {
    throw outOfRange(`a bundle does not have 1 to ${TILE_WIDTH} entries`);
  }
}

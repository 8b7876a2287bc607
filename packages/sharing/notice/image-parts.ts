/** An image taken apart. */
export interface ImageParts {
  /** In order, what the picture needs; together they are an image of the same format. */
  readonly kept: readonly Uint8Array[];
  /** What else there was. */
  readonly removed: readonly string[];
  /** 1 to 8, as EXIF counts. */
  readonly orientation: number;
}

const ORIENTATION_TAG = 0x0112;
const ENTRY_LENGTH = 12;

/** The orientation in EXIF data, with or without its prefix; 1 when it says none. */
export function orientationOf(exif: Uint8Array): number {
  const prefixed = startsWith(exif, "Exif\0\0");
  const tiff = prefixed ? exif.subarray(6) : exif;
  if (tiff.length < 8) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  const little = startsWith(tiff, "II");
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return 1;
  const count = view.getUint16(directory, little);
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + index * ENTRY_LENGTH;
    if (entry + ENTRY_LENGTH > tiff.length) return 1;
    if (view.getUint16(entry, little) !== ORIENTATION_TAG) continue;
    const orientation = view.getUint16(entry + 8, little);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  }
  return 1;
}

export function startsWith(bytes: Uint8Array, text: string, at = 0): boolean {
  if (at + text.length > bytes.length) return false;
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

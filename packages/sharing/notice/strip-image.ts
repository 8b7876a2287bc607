import { concat } from "@talanoa/crypto/bytes.ts";
import type { ImageParts } from "./image-parts.ts";
import { readJpeg } from "./image-jpeg.ts";
import { readPng } from "./image-png.ts";
import { readWebp } from "./image-webp.ts";

/** An image as it may be shared: the picture and its colours, nothing else. */
export interface StrippedImage {
  readonly mediaType: string;
  readonly content: Uint8Array;
  /** What was taken away ("EXIF", "thumbnail" …); empty when the image was clean. */
  readonly removed: readonly string[];
  /** The turn that the camera noted, 1 to 8 as EXIF counts; 1 for none. */
  readonly orientation: number;
}

const formats: { readonly [mediaType: string]: (bytes: Uint8Array) => ImageParts | null } = {
  "image/jpeg": readJpeg,
  "image/png": readPng,
  "image/webp": readWebp,
};

/**
 * Takes the metadata out of a JPEG, PNG or WebP without touching the picture: only segments that
 * the picture and its colours need are kept. Null for bytes that are none of these or are cut off.
 */
export function stripImage(bytes: Uint8Array): StrippedImage | null {
  for (const [mediaType, read] of Object.entries(formats)) {
    const parts = read(bytes);
    if (!parts) continue;
    const { kept, removed, orientation } = parts;
    const content = removed.length > 0 ? concat(kept) : bytes;
    return { mediaType, content, removed: [...new Set(removed)], orientation };
  }
  return null;
}

const turns: { readonly [orientation: number]: string } = {
  2: "view mirrored",
  3: "view turned by 180°",
  4: "view mirrored and turned by 180°",
  5: "view mirrored and turned 90° to the left",
  6: "view turned 90° to the right",
  7: "view mirrored and turned 90° to the right",
  8: "view turned 90° to the left",
};

/** How to look at an image whose camera noted this turn; undefined when as it is. */
export function turnOf(orientation: number): string | undefined {
  return turns[orientation];
}

/** Lengths of the longer side to try, and qualities of the JPEG, until it is small enough. */
const SIDES = [1600, 1200, 900, 640];
const QUALITIES = [0.85, 0.7, 0.5];

/**
 * A picture as a JPEG of at most so many bytes, drawn anew as the camera held it. Null where it cannot be made so
 * small; throws InvalidStateError for what is no picture.
 */
export async function shrinkImage(picture: Blob, most: number): Promise<Uint8Array | null> {
  const bitmap = await createImageBitmap(picture);
  try {
    for (const side of SIDES) {
      const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
      const canvas = new OffscreenCanvas(
        Math.max(1, Math.round(bitmap.width * scale)),
        Math.max(1, Math.round(bitmap.height * scale)),
      );
      canvas.getContext("2d")!.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      for (const quality of QUALITIES) {
        const made = await canvas.convertToBlob({ type: "image/jpeg", quality });
        if (made.size <= most) return new Uint8Array(await made.arrayBuffer());
      }
    }
    return null;
  } finally {
    bitmap.close();
  }
}

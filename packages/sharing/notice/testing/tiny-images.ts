// The smallest pictures of each format, whole and without metadata.

export const tinyPng = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=",
  "base64",
);

export const tinyWebp = Buffer.from(
  "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA",
  "base64",
);

/** A segment of a JPEG: marker, length and payload. */
export function jpegSegment(marker: number, payload: Uint8Array | string): Buffer {
  const bytes = typeof payload === "string" ? Buffer.from(payload, "latin1") : payload;
  const header = Buffer.from([0xff, marker, 0, 0]);
  header.writeUInt16BE(bytes.length + 2, 2);
  return Buffer.concat([header, bytes]);
}

const jfif = jpegSegment(0xe0, "JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
const quantization = jpegSegment(0xdb, Buffer.alloc(65, 1));
const frame = jpegSegment(0xc0, Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0]));
const huffman = jpegSegment(0xc4, Buffer.concat([Buffer.alloc(17, 0), Buffer.from([0])]));
// The scan's data holds a stuffed byte and a restart marker, as real ones do.
const scan = Buffer.concat([
  jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([0x3f, 0xff, 0x00, 0x12, 0xff, 0xd0, 0x7f]),
]);

const start = Buffer.from([0xff, 0xd8]);
const end = Buffer.from([0xff, 0xd9]);

/** A JPEG with these segments after its JFIF header, and these bytes after its end. */
export function jpegWith(segments: readonly Uint8Array[] = [], after = ""): Buffer {
  const tail = Buffer.from(after, "latin1");
  return Buffer.concat([start, jfif, ...segments, quantization, frame, huffman, scan, end, tail]);
}

export const tinyJpeg = jpegWith();

/** EXIF data (TIFF, big-endian) with one entry: the orientation. */
export function exifTurned(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01", "latin1");
  tiff.writeUInt16BE(orientation, 18);
  return tiff;
}

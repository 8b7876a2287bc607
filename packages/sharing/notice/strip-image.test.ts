import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stripImage, turnOf } from "./strip-image.ts";
import {
  exifTurned,
  jpegSegment,
  jpegWith,
  tinyJpeg,
  tinyPng,
  tinyWebp,
} from "./testing/tiny-images.ts";

const exifPrefix = Buffer.from("Exif\0\0", "latin1");

function pngChunk(type: string, payload: Uint8Array | string): Buffer {
  const body = Buffer.concat([Buffer.from(type), Buffer.from(payload)]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** The tiny PNG with chunks after its header. */
function pngWith(...chunks: Buffer[]): Buffer {
  const afterHeader = 8 + 25;
  return Buffer.concat([
    tinyPng.subarray(0, afterHeader),
    ...chunks,
    tinyPng.subarray(afterHeader),
  ]);
}

function webpChunk(type: string, payload: Uint8Array): Buffer {
  const header = Buffer.from(`${type}\0\0\0\0`, "latin1");
  header.writeUInt32LE(payload.length, 4);
  return Buffer.concat([header, payload, Buffer.alloc(payload.length % 2)]);
}

function webpOf(...chunks: Buffer[]): Buffer {
  const header = Buffer.from("RIFF\0\0\0\0WEBP", "latin1");
  const body = Buffer.concat(chunks);
  header.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([header, body]);
}

const picture = tinyWebp.subarray(12);
const extended = (flags: number) =>
  webpChunk("VP8X", Buffer.from([flags, 0, 0, 0, 0, 0, 0, 0, 0, 0]));

describe("an image that is clean", () => {
  test.each([
    ["image/jpeg", tinyJpeg],
    ["image/png", tinyPng],
    ["image/webp", tinyWebp],
  ])("stays as it is: %s", (mediaType, bytes) => {
    const stripped = stripImage(bytes)!;
    expect(stripped).toMatchObject({ mediaType, removed: [], orientation: 1 });
    expect(stripped.content).toBe(bytes);
  });
});

describe("a JPEG loses", () => {
  test.each<[string, Buffer]>([
    ["EXIF", jpegWith([jpegSegment(0xe1, Buffer.concat([exifPrefix, exifTurned(1)]))])],
    ["XMP", jpegWith([jpegSegment(0xe1, "http://ns.adobe.com/xap/1.0/\0<x/>")])],
    ["IPTC", jpegWith([jpegSegment(0xed, "Photoshop 3.0\0")])],
    ["comment", jpegWith([jpegSegment(0xfe, "taken by")])],
    ["thumbnail", jpegWith([jpegSegment(0xe0, "JFXX\0\x10")])],
    ["application data", jpegWith([jpegSegment(0xe2, "MPF\0")])],
    ["data after the image", jpegWith([], "\xff\xd8 a second picture")],
  ])("%s", (what, bytes) => {
    const stripped = stripImage(bytes)!;
    expect(stripped.removed).toEqual([what]);
    expect(Buffer.from(stripped.content)).toEqual(tinyJpeg);
  });

  test("the thumbnail in its JFIF header, but not the header", () => {
    const header = jpegSegment(0xe0, "JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01abc");
    const bytes = Buffer.concat([tinyJpeg.subarray(0, 2), header, tinyJpeg.subarray(20)]);
    const stripped = stripImage(bytes)!;
    expect(stripped.removed).toEqual(["thumbnail"]);
    expect(Buffer.from(stripped.content)).toEqual(tinyJpeg);
  });

  test("nothing that says how its colours are to be shown", () => {
    const profile = jpegSegment(0xe2, "ICC_PROFILE\0\x01\x01 profile");
    const adobe = jpegSegment(0xee, "Adobe\0\x64\0\0\0\0\x01");
    expect(stripImage(jpegWith([profile, adobe]))!.removed).toEqual([]);
  });
});

describe("a PNG loses", () => {
  test.each([
    ["text", pngChunk("tEXt", "Author\0Jo")],
    ["text", pngChunk("zTXt", "Author\0\0x")],
    ["text or XMP", pngChunk("iTXt", "XML:com.adobe.xmp\0")],
    ["EXIF", pngChunk("eXIf", exifTurned(1))],
    ["time", pngChunk("tIME", Buffer.alloc(7))],
    ["other chunks", pngChunk("caBX", "provenance")],
  ])("%s", (what, chunk) => {
    const stripped = stripImage(pngWith(chunk))!;
    expect(stripped.removed).toEqual([what]);
    expect(Buffer.from(stripped.content)).toEqual(tinyPng);
  });

  test("what stands after its end, but no colours", () => {
    expect(stripImage(Buffer.concat([tinyPng, Buffer.from("more")]))!.removed).toEqual([
      "data after the image",
    ]);
    expect(stripImage(pngWith(pngChunk("gAMA", Buffer.alloc(4))))!.removed).toEqual([]);
  });
});

describe("a WebP loses", () => {
  test("EXIF and XMP, and the flags that announce them", () => {
    const bytes = webpOf(
      extended(0x3c),
      picture,
      webpChunk("EXIF", exifTurned(8)),
      webpChunk("XMP ", Buffer.from("<x/>")),
    );
    const stripped = stripImage(bytes)!;
    expect(stripped).toMatchObject({ removed: ["EXIF", "XMP"], orientation: 8 });
    expect(Buffer.from(stripped.content)).toEqual(webpOf(extended(0x30), picture));
  });

  test("other chunks, within the frames of an animation too", () => {
    const frame = (...chunks: Buffer[]) =>
      webpChunk("ANMF", Buffer.concat([Buffer.alloc(16), ...chunks]));
    const foreign = webpChunk("note", Buffer.from("abc"));
    const animation = [extended(0x02), webpChunk("ANIM", Buffer.alloc(6))];
    const stripped = stripImage(webpOf(...animation, frame(picture, foreign)))!;
    expect(stripped.removed).toEqual(["other chunks"]);
    expect(Buffer.from(stripped.content)).toEqual(webpOf(...animation, frame(picture)));
  });

  test("what stands after its end", () => {
    const stripped = stripImage(Buffer.concat([tinyWebp, Buffer.from("more")]))!;
    expect(stripped.removed).toEqual(["data after the image"]);
    expect(Buffer.from(stripped.content)).toEqual(tinyWebp);
  });
});

test("the turn that a camera noted is kept as a note in any byte order", () => {
  for (const orientation of [2, 3, 4, 5, 6, 7, 8]) {
    const tiff = exifTurned(orientation);
    const exif = Buffer.concat([exifPrefix, tiff]);
    expect(stripImage(jpegWith([jpegSegment(0xe1, exif)]))!.orientation).toBe(orientation);
    expect(stripImage(pngWith(pngChunk("eXIf", tiff)))!.orientation).toBe(orientation);
    expect(turnOf(orientation)).toMatch(/^view /);
  }
  const little = Buffer.from("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0", "latin1");
  expect(stripImage(pngWith(pngChunk("eXIf", little)))!.orientation).toBe(6);
  expect(turnOf(1)).toBeUndefined();
});

describe("any bytes", () => {
  const seeds = [tinyJpeg, tinyPng, tinyWebp, jpegWith([jpegSegment(0xe1, exifPrefix)])];

  test("cut off or damaged, are read without failing, and what is left is clean", () => {
    const damaged = fc
      .tuple(fc.constantFrom(...seeds), fc.nat(), fc.nat(255), fc.nat(), fc.boolean())
      .map(([bytes, at, value, cut, isCut]) => {
        const copy = Buffer.from(bytes);
        copy[at % copy.length] = value;
        return isCut ? copy.subarray(0, cut % copy.length) : copy;
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        const stripped = stripImage(bytes);
        if (!stripped) return;
        const again = stripImage(stripped.content);
        expect(again).toMatchObject({ mediaType: stripped.mediaType, removed: [] });
      }),
      { numRuns: 5_000 },
    );
  });

  test("that are cut off are no image", () => {
    for (const bytes of seeds) {
      for (let length = 0; length < bytes.length; length++) {
        expect(stripImage(bytes.subarray(0, length))).toBeNull();
      }
    }
  });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { codeOf } from "../testing/sample-keys.ts";
import { decodeEntries, encodeEntries, MAX_ENTRY_BYTES } from "./entry-bundle.ts";

const anyEntries = fc.array(fc.uint8Array({ maxLength: 50 }), { minLength: 1, maxLength: 256 });

test("a bundle is its entries, each behind its length in two bytes", () => {
  const bundle = encodeEntries([Buffer.from("ab"), Buffer.alloc(0), Buffer.alloc(258, 7)]);
  expect(Buffer.from(bundle.subarray(0, 8)).toString("hex")).toBe("0002616200000102");
  expect(bundle).toHaveLength(6 + 260);
});

test("a bundle gives back its entries, and only in its own width", () => {
  fc.assert(
    fc.property(anyEntries, (entries) => {
      const bundle = encodeEntries(entries);
      const decoded = decodeEntries(bundle, entries.length);
      expect(decoded.map((each) => Buffer.from(each))).toEqual(entries.map((e) => Buffer.from(e)));
      const narrower = () => decodeEntries(bundle, Math.max(1, entries.length - 1));
      if (entries.length > 1) expect(codeOf(narrower)).toBe("malformed");
      expect(codeOf(() => decodeEntries(bundle.subarray(1), entries.length))).not.toBeUndefined();
      expect(codeOf(() => decodeEntries(bundle.subarray(0, -1), entries.length))).toBe("malformed");
    }),
  );
});

test("bytes that are no bundle, and what a bundle cannot hold, are refused", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 100 }),
      fc.integer({ min: 1, max: 5 }),
      (bytes, width) => {
        codeOf(() => decodeEntries(bytes, width));
      },
    ),
  );
  expect(codeOf(() => decodeEntries(Buffer.of(0), 1))).toBe("malformed");
  expect(codeOf(() => decodeEntries(Buffer.alloc(0), 0))).toBe("out-of-range");
  expect(codeOf(() => encodeEntries([]))).toBe("out-of-range");
  expect(codeOf(() => encodeEntries([Buffer.alloc(MAX_ENTRY_BYTES + 1)]))).toBe("out-of-range");
  const many = Array.from({ length: 257 }, () => Buffer.alloc(1));
  expect(codeOf(() => encodeEntries(many))).toBe("out-of-range");
  const longest = Buffer.alloc(MAX_ENTRY_BYTES);
  expect(decodeEntries(encodeEntries([longest]), 1)).toEqual([longest]);
});

import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { MAX_RECORD_HEADER, recordBytes, recordHeader } from "./record-header.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";

/** A decision for so many participants, who all get it but for so many sections. */
function decision(participants: number, sections: number): Init<Record> {
  const withheld = Array.from({ length: sections }, (_, section) => ({
    section,
    rule: "reference-held",
  }));
  const decisions = Array.from({ length: participants }, (_, i) => ({
    participant: `P${i}`,
    deliver: true,
    rule: "all-members",
    withheld,
  }));
  return { nonce: randomBytes(16), at: 1, facts: { routed: { cause: "first", decisions } } };
}

const headerOf = (record: Init<Record>) => recordHeader(record)[RECORD_HEADER];

test("a record is read as it was written, packed where it is long", () => {
  const sizes = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 32 }));
  fc.assert(
    fc.property(sizes, ([participants, sections]) => {
      const record = decision(participants, sections);
      const header = headerOf(record);
      expect(header.length).toBeLessThanOrEqual(MAX_RECORD_HEADER);
      expect(Buffer.compare(recordBytes(header), Record.encode(record))).toBe(0);
    }),
    { numRuns: 50 },
  );
});

test("a record that fits stands in base64, as those of earlier versions do", () => {
  const record = decision(24, 16);
  expect(headerOf(record)).toBe(Buffer.from(Record.encode(record)).toString("base64"));
  expect(headerOf(decision(400, 16))).toMatch(/^br\./);
});

test("a record that fits in no way is refused", () => {
  const nonce = randomBytes(MAX_RECORD_HEADER);
  expect(() => recordHeader({ nonce })).toThrow(RangeError);
  // It packs well, and whoever reads it would have to take in a megabyte.
  expect(() => recordHeader({ nonce: new Uint8Array(1024 * 1024) })).toThrow(RangeError);
});

test("what stands in a header and is no record is given as it stands", () => {
  const packed = headerOf(decision(400, 16));
  const bomb = headerOf({ nonce: new Uint8Array(1000 * 1024) });
  expect(recordBytes(bomb).length).toBeGreaterThan(1000 * 1024);
  for (const header of ["", "!!! no record !!!", "br.", "br.AAAA", packed.slice(0, -8)]) {
    expect(Buffer.from(recordBytes(header)).toString()).toBe(header);
  }
});

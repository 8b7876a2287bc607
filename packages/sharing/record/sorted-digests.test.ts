import fc from "fast-check";
import { expect, test } from "vitest";
import { copySorted } from "./sorted-digests.ts";

const byte = fc.integer({ min: 0, max: 255 });
/** Some of which only a later byte differs. */
const digest = fc
  .tuple(fc.array(byte, { minLength: 32, maxLength: 32 }), fc.nat({ max: 31 }))
  .map(([bytes, alike]) => Buffer.from([...bytes.fill(7, 0, alike)]));

test("digests are copied in the order of their bytes, to where they are wanted", () => {
  fc.assert(
    fc.property(fc.array(digest, { maxLength: 96 }), (digests) => {
      const into = Buffer.alloc(2 + digests.length * 32);
      copySorted(Buffer.concat(digests), into, 2);
      expect(into).toEqual(Buffer.concat([Buffer.alloc(2), ...digests.toSorted(Buffer.compare)]));
    }),
  );
});

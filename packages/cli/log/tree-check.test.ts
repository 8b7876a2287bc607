import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { readRow } from "@talanoa/client/log.ts";
import { RecordCommon, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import { leafHash } from "@talanoa/tlog/tree/hash.ts";
import { expect, test } from "vitest";
import { ShownRecords } from "./tree-check.ts";

const parties = ["FJ", "OCO"];
const SIZE = 200_000;
const HEADS_EACH = 1_000;

/** An entry of a log that has records of two parties, and heads after so many. */
function shownEntry(index: number) {
  const isHeads = index % HEADS_EACH === HEADS_EACH - 1;
  const heads = parties.map((party) => ({ party, ordinal: index, index: index - 1 }));
  const parts = parties.map((party, i) => {
    const facts = isHeads ? { heads: { size: index, heads: [heads[i]!] } } : {};
    return RecordPart.encode({
      party,
      ordinal: index + 1,
      previous: Math.max(0, index - 1),
      facts,
    });
  });
  const common = RecordCommon.encode({ step: isHeads ? "heads" : "accepted", at: index });
  return readRow({ index, common, parts, entry: Buffer.from(`entry ${index}`), altered: false });
}

/** Bytes in use after a full collection. */
function used(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test("records are compared with the tree at 40 bytes of memory each, whatever their parties", () => {
  const before = used();
  const shown = new ShownRecords();
  for (let index = 0; index < SIZE; index++) shown.add(shownEntry(index));
  expect((used() - before) / SIZE).toBeLessThan(50);
  for (let index = 0; index < SIZE; index++)
    shown.compare(index, leafHash(Buffer.from(`entry ${index === 70_000 ? "another" : index}`)));
  expect(shown.verdict(SIZE, "OCO")).toMatchObject({
    completeness: { party: null, span: [0, SIZE - 1], upTo: { index: SIZE - 1 } },
    faults: ["entry 70000 was shown, and the tree has another there"],
  });
  const ending = { from: 0, until: 0, untilIndex: 0, now: 600_000 + SIZE };
  expect(shown.verdict(SIZE, "OCO", { ending }).completeness).toMatchObject({ upTo: null });
});

test("a record that was shown twice, or stands beyond the tree, is told", () => {
  const shown = new ShownRecords();
  for (const index of [0, 1, 1, 2, 9]) shown.add(shownEntry(index));
  for (let index = 0; index < 5; index++)
    shown.compare(index, leafHash(Buffer.from(`entry ${index}`)));
  const { faults } = shown.verdict(5, "OCO");
  expect(faults).toContain("entry 1 comes after entry 1");
  expect(faults.at(-1)).toBe("entry 9 was shown, and the tree does not reach it");
});

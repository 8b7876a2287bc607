import { type LogRow, Record, RecordCommon } from "@talanoa/contract/generated/talanoa.ts";
import { logEntry, unreadableEntry } from "@talanoa/sharing/record/entry.ts";
import { anyRecord } from "@talanoa/sharing/record/testing/any-record.ts";
import { sha256 } from "@talanoa/crypto/sha256.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { NotGenuine } from "./genuine-receipt.ts";
import { verifyRow } from "./log-proof.ts";

function rowOf({ common, parts, entry }: ReturnType<typeof logEntry>): LogRow {
  return { index: 7, common, parts: parts.map(({ bytes }) => bytes), entry, altered: false };
}

const anyRow = anyRecord().map((record) => rowOf(logEntry(Record.decode(Record.encode(record)))));

test("a row is proved as it is shown, of every step and of none", () => {
  const anyStep = fc.property(anyRow, (row) => verifyRow(row));
  expect(() => fc.assert(anyStep)).not.toThrow();
  const none = rowOf(unreadableEntry(Buffer.from("no record"), 5, 1));
  expect(() => verifyRow(none)).not.toThrow();
});

test("a row is not proved that shows a party's part as what all see, or that as a party's part", () => {
  fc.assert(
    fc.property(anyRow, (row) => {
      for (const part of row.parts) {
        expect(() => verifyRow({ ...row, common: part })).toThrow(NotGenuine);
        expect(() => verifyRow({ ...row, common: part, parts: [] })).toThrow(NotGenuine);
      }
      const parts = [...row.parts, row.common];
      expect(() => verifyRow({ ...row, parts })).toThrow("is shown as what it is not");
    }),
  );
});

test("a row is not proved whose step is another than its facts say, or that cannot be read", () => {
  const [one] = fc.sample(anyRecord("opened"), { numRuns: 1, seed: 1 });
  const row = rowOf(logEntry(Record.decode(Record.encode(one!))));
  const withCommon = (common: Uint8Array) => {
    const { entry } = row;
    const digests = [common, ...row.parts].map((bytes) => sha256(bytes));
    return { ...row, common, entry: Buffer.concat([entry.subarray(0, 1), ...digests]) };
  };
  verifyRow(withCommon(row.common));
  for (const step of ["accepted", "unknown", "", "FJ"])
    expect(() => verifyRow(withCommon(RecordCommon.encode({ step, at: 1 })))).toThrow(NotGenuine);
  expect(() => verifyRow(withCommon(Buffer.from([0xff])))).toThrow(NotGenuine);
});

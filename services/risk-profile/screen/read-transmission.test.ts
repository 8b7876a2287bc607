import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { passengerList } from "../testing/messages.ts";
import { readTransmission } from "./read-transmission.ts";

const someone = { surname: "TAUFA", given: "SIONE", birth: "840229", passport: "T1" };

/** A passenger list of so many travellers of whom nothing is told. */
function crowd(travellers: number): Buffer {
  const text = passengerList([someone]).toString("latin1");
  return Buffer.from(text.replace("CNT+", `${"NAD+FL'".repeat(travellers - 1)}CNT+`), "latin1");
}

test("a transmission of more travellers than fit into memory together is refused by its rule", async () => {
  const lists = (travellers: number) => Buffer.concat([crowd(10_000), crowd(travellers)]);
  expect((await readTransmission(lists(10_000))).messages).toHaveLength(2);
  await expect(readTransmission(lists(10_001))).rejects.toMatchObject({
    code: "invalid-argument",
    violations: [{ field: "chunk", rule: "transmission-travellers" }],
  });
});

test.each([
  ["zip", Buffer.from("PK\x03\x04rest of it")],
  ["7z", Buffer.from("7z\xbc\xaf\x27\x1c", "latin1")],
  ["rar", Buffer.from("Rar!\x1a\x07\x01")],
  // Its messages could be read: but parts of two files would be taken for one message.
  ["tar", Buffer.concat([Buffer.alloc(257), Buffer.from("ustar\x0000"), crowd(1)])],
  ["gzip", gzipSync(crowd(1))],
  ["zstd", zstdCompressSync(crowd(1))],
])("one packed by %s is told to be unpacked first", async (packing, bytes) => {
  await expect(readTransmission(bytes)).rejects.toMatchObject({
    violations: [
      { rule: "message-packed", description: `It is packed by ${packing}: unpack it first.` },
    ],
  });
});

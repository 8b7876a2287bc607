import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { bookingPush, passengerList } from "../testing/messages.ts";
import { most } from "../limits.ts";
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

/** A list of one traveller, or a push of one PNR, with more segments before its end. */
function listWith(more: string): Buffer {
  const text = passengerList([someone]).toString("latin1");
  return Buffer.from(text.replace("CNT+", `${more}CNT+`), "latin1");
}
function pushWith(more: string): Buffer {
  const text = bookingPush(someone, "4111111111111111").toString("latin1");
  return Buffer.from(text.replace("UNT+", `${more}UNT+`), "latin1");
}

const places = (count: number): string => "LOC+92+AKL'".repeat(count);
const traveller = (documents: number): string =>
  "SRC'TIF+A+B'" +
  Array.from(
    { length: documents },
    (_, n) => `SSR+DOCS:HK:1:ZZ:::::/P/TON/T${n}/TON/29FEB84/M//N${n}/A'`,
  ).join("");
const segments = pushWith("").toString().split("'").length - 3;

test.each<[rule: string, most: number, bytes: (count: number) => Buffer]>([
  ["bookings", most.bookings, (count) => pushWith("SRC'".repeat(count - 1))],
  ["documents", most.documents, (count) => listWith("DOC+P+T2'".repeat(count - 1))],
  ["documents", most.documents, (count) => pushWith(traveller(count))],
  ["documents", most.documents, (count) => pushWith(`TIF+A+B'TKT+1'${"FOP+CA'".repeat(count)}`)],
  [
    "names",
    most.names,
    (count) => pushWith(traveller(199).repeat(299) + traveller(count - 299 * 200 - 2)),
  ],
  ["places", most.places, (count) => listWith("TDT+20+ZZ1'".repeat(count - 2))],
  [
    "places",
    most.places,
    (count) => {
      const text = passengerList([someone]).toString("latin1");
      return Buffer.from(text.replace("LOC+87", `${places(count - 2)}LOC+87`), "latin1");
    },
  ],
  ["places", most.places, (count) => pushWith("TVL+110326+AKL+NAN+ZZ+1'".repeat(count - 1))],
  ["segments", most.segments, (count) => pushWith("LTS+A'".repeat(count - segments))],
])(
  "one over the limit of its %s (%i) is refused by that rule",
  async (rule, count, bytes) => {
    expect((await readTransmission(bytes(count))).messages).toHaveLength(1);
    await expect(readTransmission(bytes(count + 1))).rejects.toMatchObject({
      code: "invalid-argument",
      violations: [{ field: "chunk", rule: `transmission-${rule}` }],
    });
  },
  60_000,
);

test("one of as many empty PNRs as 16 MiB have is refused before they take the memory", async () => {
  const before = process.memoryUsage().rss;
  await expect(readTransmission(pushWith("SRC'".repeat(4_000_000)))).rejects.toMatchObject({
    violations: [{ rule: "transmission-segments" }],
  });
  expect(process.memoryUsage().rss - before).toBeLessThan(600 * 1024 ** 2);
}, 60_000);

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

import {
  type Facts,
  Record,
  RecordCommon,
  RecordPart,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { commitsTo } from "./commits-to.ts";
import { logEntry, readRecord, unreadableEntry } from "./entry.ts";
import { sayingFields } from "../statement/sayings.ts";
import { anyRecord } from "./testing/any-record.ts";

function entryOf(record: Init<Record>) {
  return logEntry(Record.decode(Record.encode(record)));
}

test("a record gives the same entry wherever it is computed", () => {
  fc.assert(
    fc.property(anyRecord(), (record) => {
      expect(entryOf(record)).toEqual(entryOf(record));
    }),
  );
});

const notice = { origin: "FJ", id: "0198c0de-0000-7000-8000-000000000001", version: 1 };
const other = { ...notice, id: "0198c0de-0000-7000-8000-000000000002" };
const digest = Buffer.alloc(32, 1);
const copies = [{ notice }, { notice: other, statement: "0198c0de-aaaa-7000-8000-000000000001" }];

/** What a record of each step may say, with the leaf hash of its entry. */
const leafHashes: { readonly [hash: string]: Init<Facts> } = {
  "45005a7a15d6db0504ea0ab1e510b298dc706985b396964bfef3bf8e63dfd710": {
    accepted: { notice, digest },
  },
  "1aea60b2771b1fd141e6e7feb0ad72e7b8e3fc869612d6353ce13b7f4b1327dc": {
    refused: { notice },
  },
  "42a60cf8b8bbc2248fb50d9ab80717af4750e92f64f1f6a49b56b34e225bf692": {
    routed: {
      notice,
      digest,
      cause: "first",
      decisions: [
        { participant: "FJ", deliver: true, rule: "originator" },
        { participant: "NZ", deliver: true, rule: "named-officer", officers: ["nz-liaison"] },
        { participant: "TO", rule: "not-addressed" },
        {
          participant: "WS",
          deliver: true,
          rule: "named-participant",
          withheld: [
            { section: 2, rule: "routing-section" },
            { section: 5, rule: "routing-section" },
          ],
        },
      ],
      directorySequence: 41,
    },
  },
  cd1e8679a90f9ba760e2b2b266bbbc86fe69545b84c0669d2a0ef76554e8be92: {
    routed: {
      notice,
      digest,
      cause: "statement",
      decisions: [{ participant: "NZ", deliver: true, rule: "statement-party" }],
      statement: "0198c0de-aaaa-7000-8000-000000000001",
    },
  },
  "56a6c24a596c38854738d36c24f08f65f0826640fde3d380881c5474d9a5b525": {
    released: { participant: "NZ", origin: "FJ", subscription: "night-desk", attempt: 1, copies },
  },
  "0a2ee6c1657dcbf08d3b9551bc65e81b43f06a3bf546c8b524300e8b9b23e625": {
    received: { participant: "NZ", origin: "FJ", subscription: "night-desk", copies, position: 9 },
  },
  f7ef323b954b274877425651a32655e9dba023e8e8b0e0c8cf97c2e9519d9525: {
    opened: { participant: "NZ", origin: "FJ", copies },
  },
  "165924c1b65bcd0aeda345cf385c3fd872685454f9d0224541167715749f1f35": {
    acknowledged: {
      participant: "NZ",
      statement: "0198c0de-aaaa-7000-8000-000000000001",
      notice,
      digest,
      keyId: "00112233445566778899aabbccddeeff",
    },
  },
  ba645e47b4572426c6cc218989d40b0c9ca8275bb62c9c707faa7eda7cda3bff: {
    directoryChanged: { type: "participant", id: "TO", participant: "TO", digest },
  },
  ef8d177730f9fc817714a326960a5761d5985a67cc29fbf585b326d0e1442a6f: {
    queried: { question: "trail", caseNumber: "FJ-2026-0042" },
  },
  af56eb8f3f77ef80dc0830992e4a41655244c91ad8bf35b5bc493c87b58306c4: {
    heads: { size: 1_024, heads: [{ party: "NZ", ordinal: 41, index: 1_000 }] },
  },
};

test.each(Object.entries(leafHashes))(
  "the entry %s of a record never changes, whatever is built on it",
  (hash, facts) => {
    const record = {
      nonce: Buffer.alloc(16, 7),
      at: 1_752_480_000_000,
      participant: "NZ",
      principal: "nz-liaison",
      facts,
    };
    const place = { ordinal: 41, previous: 1_000 };
    const places = { ofParty: () => place, ofNotice: () => ({ ...place, ordinal: 3 }) };
    const { entry, leafHash } = logEntry(Record.decode(Record.encode(record)), places);
    expect(entry).toHaveLength(1025);
    expect(Buffer.from(leafHash).toString("hex")).toBe(hash);
  },
);

test("the entry commits to the common part and to each party's, and to nothing else", () => {
  fc.assert(
    fc.property(anyRecord(), fc.nat(), (record, at) => {
      const { common, parts, entry } = entryOf(record);
      for (const bytes of [common, ...parts.map((part) => part.bytes)]) {
        expect(commitsTo(entry, bytes)).toBe(true);
        const changed = Buffer.from(bytes);
        changed[at % changed.length]! ^= 1;
        expect(commitsTo(entry, changed)).toBe(false);
      }
      const otherVersion = Buffer.from(entry);
      otherVersion[0] = 2;
      expect(commitsTo(otherVersion, common)).toBe(false);
    }),
  );
});

test("all parts say the common step and time, and who took the step", () => {
  fc.assert(
    fc.property(anyRecord(), (record) => {
      const { common, parts, step } = entryOf(record);
      expect(RecordCommon.decode(common)).toMatchObject({ step, at: record.at });
      for (const { party, bytes } of parts) {
        const part = RecordPart.decode(bytes);
        expect(part.party).toBe(party);
        expect(part.participant).toBe(record.participant);
        expect(part.exercise).toBe(record.exercise);
      }
    }),
  );
});

test("an officer's id is for its own participant, but who states something is known to all who see it", () => {
  fc.assert(
    fc.property(anyRecord(), (record) => {
      for (const part of entryOf(record).parts) {
        const own = part.party === record.participant;
        const stated = sayingFields.some((field) => record.facts?.[field]);
        const shown = own || stated ? record.principal : "";
        expect(part.principal).toBe(shown);
        expect(RecordPart.decode(part.bytes).principal).toBe(shown);
      }
    }),
  );
});

test("an entry is as long for two parties as for thirty-one, and its digests stand in no order of theirs", () => {
  const decisions = Array.from({ length: 64 }, (_, i) => ({
    participant: `P${String(i).padStart(2, "0")}`,
    deliver: true,
    rule: "all-members",
  }));
  const lengthFor = (parties: number) =>
    entryOf({
      nonce: Buffer.alloc(16, 9),
      at: 1,
      facts: {
        routed: {
          notice: { origin: "P00", id: "n", version: 1 },
          decisions: decisions.slice(0, parties),
        },
      },
    }).entry.length;
  expect(new Set([1, 2, 20, 31].map(lengthFor))).toEqual(new Set([1 + 32 * 32]));
  expect(lengthFor(32)).toBe(1 + 64 * 32);
  fc.assert(
    fc.property(anyRecord(), (record) => {
      const { entry } = entryOf(record);
      const digests = Array.from({ length: (entry.length - 1) / 32 }, (_, i) =>
        Buffer.from(entry.subarray(1 + i * 32, 33 + i * 32)),
      );
      expect(digests).toEqual(digests.toSorted(Buffer.compare));
      expect(new Set(digests.map((digest) => digest.toString("hex"))).size).toBe(digests.length);
    }),
  );
});

test("what one reader is shown says nothing of the others' salts: the nonce is in none of it", () => {
  fc.assert(
    fc.property(anyRecord(), (record) => {
      const { common, parts, entry } = entryOf(record);
      const all = [common, entry, ...parts.map(({ bytes }) => bytes)];
      for (const bytes of all)
        expect(Buffer.from(bytes).includes(Buffer.from(record.nonce!))).toBe(false);
      const salts = [
        RecordCommon.decode(common).salt,
        ...parts.map(({ bytes }) => RecordPart.decode(bytes).salt),
      ].map((salt) => Buffer.from(salt).toString("hex"));
      expect(new Set(salts).size).toBe(salts.length);
      expect(salts.every((salt) => salt.length === 32)).toBe(true);
    }),
  );
});

test("two records that differ in the nonce alone have no digest in common", () => {
  fc.assert(
    fc.property(anyRecord(), (record) => {
      const one = entryOf(record);
      const other = entryOf({
        ...record,
        nonce: Buffer.from(record.nonce!).map((byte) => byte ^ 1),
      });
      expect(commitsTo(other.entry, one.common)).toBe(false);
      for (const { bytes } of one.parts) expect(commitsTo(other.entry, bytes)).toBe(false);
      const digests = new Set<string>();
      for (const { entry } of [one, other]) {
        for (let at = 1; at < entry.length; at += 32) {
          digests.add(Buffer.from(entry.subarray(at, at + 32)).toString("hex"));
        }
      }
      expect(digests.size).toBe((one.entry.length - 1 + other.entry.length - 1) / 32);
    }),
  );
});

test("a record of a step that this version does not know has an entry without parties", () => {
  const { step, parts, common, entry } = entryOf({ nonce: Buffer.alloc(16, 3), at: 5 });
  expect(step).toBe("unknown");
  expect(parts).toEqual([]);
  expect(RecordCommon.decode(common)).toMatchObject({ step: "unknown", at: 5 });
  expect(commitsTo(entry, common)).toBe(true);
});

test("what is no record is told from one: bytes that are none, no nonce, no time, no known step", () => {
  const [record] = fc.sample(anyRecord(), { numRuns: 1, seed: 1 }) as [Init<Record>];
  const read = (changes: Init<Record>) => readRecord(Record.encode({ ...record, ...changes }));
  expect(read({})).toEqual(Record.decode(Record.encode(record)));
  expect(readRecord(Buffer.from("not a record"))).toBeNull();
  expect(readRecord(new Uint8Array())).toBeNull();
  expect(read({ nonce: Buffer.alloc(15) })).toBeNull();
  expect(read({ nonce: new Uint8Array() })).toBeNull();
  expect(read({ at: -1 })).toBeNull();
  expect(read({ at: 2 ** 60 })).toBeNull();
  expect(read({ facts: null })).toBeNull();
  expect(read({ facts: {} })).toBeNull();
});

test("what should have been a record has an entry that commits to its bytes, place and time", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.nat(), fc.nat(), (bytes, sequence, storedAt) => {
      const entry = (...of: Parameters<typeof unreadableEntry>) =>
        Buffer.from(unreadableEntry(...of).leafHash).toString("hex");
      const its = entry(bytes, sequence, storedAt);
      expect(entry(bytes, sequence, storedAt)).toBe(its);
      const others = [
        entry(Buffer.concat([bytes, Buffer.of(0)]), sequence, storedAt),
        entry(bytes, sequence + 1, storedAt),
        entry(bytes, sequence, storedAt + 1),
      ];
      expect(others).not.toContain(its);
      expect(unreadableEntry(bytes, sequence, storedAt)).toMatchObject({
        step: "unknown",
        parts: [],
      });
    }),
  );
});

import { Record, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { expect, test } from "vitest";
import { logEntry } from "./entry.ts";
import { MatchingRecords } from "./matching-records.ts";
import { rowMatches, type RowFilter, type SeenRecord } from "./row-filter.ts";

const sent = { origin: "FJ", id: "0198c0de-0000-7000-8000-000000000001", version: 1 };
const other = { ...sent, id: "0198c0de-0000-7000-8000-000000000002" };
const opened = (participant: string, notice = sent) => ({
  opened: { participant, origin: "FJ", copies: [{ notice }] },
});
const decision = (participant: string, operations: string[]) => ({
  participant,
  deliver: true,
  operations,
});

/** Fiji sends one notice to its operation SEA, in which Tonga is, and to Samoa by name; and another one. */
const facts: Init<Record>["facts"][] = [
  { accepted: { notice: sent } },
  {
    routed: {
      notice: sent,
      decisions: [decision("FJ", ["FJ-SEA"]), decision("TO", ["FJ-SEA"]), decision("WS", [])],
    },
  },
  { accepted: { notice: other } },
  { routed: { notice: other, decisions: [decision("FJ", []), decision("TO", [])] } },
  opened("WS"),
  opened("TO"),
  opened("TO", other),
  {
    directoryChanged: { type: "operation", id: "FJ-SEA", participant: "FJ", parties: ["TO", "VU"] },
  },
  { queried: { question: "trail", notice: sent } },
  opened("VU"),
  // Vanuatu joins, and had the notice by another way.
  { routed: { notice: sent, cause: "joined", decisions: [decision("VU", ["FJ-SEA"])] } },
];

function seenBy(reader: string): SeenRecord[] {
  return facts.flatMap((its, index) => {
    const nonce = Buffer.alloc(16, index);
    const participant = its?.opened?.participant ?? (its?.queried ? "TO" : "FJ");
    const record = Record.decode(Record.encode({ nonce, at: index, participant, facts: its }));
    const { step, parts } = logEntry(record);
    const shown = parts.map(({ bytes }) => RecordPart.decode(bytes));
    const own = shown.filter(({ party }) => reader === "OCO" || party === reader);
    return own.length > 0 ? { index, step, at: index, parts: own } : [];
  });
}

function matching(reader: string, more: RowFilter = {}): number[] {
  const filter = { operation: "FJ-SEA", ...more };
  const matched = new MatchingRecords(filter);
  const rows = seenBy(reader);
  for (const row of rows) matched.take(row);
  const belonging = rows.filter((row) => rowMatches(filter, row, matched.belongs));
  expect(belonging.map(({ index }) => index)).toEqual(matched.matching);
  return matched.matching;
}

test("by operation one finds what names it, and all that one sees of the notices that it names", () => {
  expect(matching("FJ")).toEqual([0, 1, 4, 5, 7, 8, 9, 10]);
  expect(matching("TO")).toEqual([1, 5, 7]);
  expect(matching("OCO")).toEqual([0, 1, 4, 5, 7, 8, 9, 10]);
});

test("who has a notice otherwise than by an operation finds nothing of it", () => {
  expect(matching("WS")).toEqual([]);
  expect(matching("VU", { untilIndex: 10 })).toEqual([7]);
  expect(matching("VU")).toEqual([7, 9, 10]);
});

test("by operation and more, one finds what matches both", () => {
  expect(matching("FJ", { steps: ["opened"] })).toEqual([4, 5, 9]);
  expect(matching("FJ", { from: 5 })).toEqual([5, 7, 8, 9, 10]);
  expect(matching("FJ", { notice: { ...sent, version: 0 } })).toEqual([0, 1, 4, 5, 8, 9, 10]);
  expect(matching("FJ", { notice: { ...other, version: 0 } })).toEqual([]);
  expect(matching("FJ", { operation: "FJ-AIR" })).toEqual([]);
});

import { type Facts, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { expect, test } from "vitest";
import { withdrawalOf } from "./readers.ts";

const notice = { origin: "FJ", id: "one", version: 1 };
const other = { origin: "FJ", id: "two", version: 1 };

function entry(at: number, facts: Init<Facts>) {
  return { at, parts: [RecordPart.decode(RecordPart.encode({ party: "FJ", facts }))] };
}

const routed = (at: number, participants: string[], statement = "") =>
  entry(at, {
    routed: {
      notice,
      statement,
      decisions: ["FJ", "NR", ...participants].map((participant) => ({
        participant,
        deliver: participant !== "NR",
      })),
    },
  });

test("the originator learns who had it routed, released, received, opened, acknowledged and destroyed", () => {
  const copies = [{ notice: other }, { notice }];
  const found = withdrawalOf(
    [
      routed(1, ["TO", "WS"]),
      entry(2, { released: { participant: "TO", copies } }),
      entry(3, { received: { participant: "TO", copies } }),
      entry(4, { opened: { participant: "TO", copies } }),
      entry(5, { released: { participant: "TO", copies } }),
      entry(6, { acknowledged: { participant: "TO", notice } }),
      entry(7, { recalled: { participant: "FJ", notice } }),
      entry(8, { destroyed: { participant: "TO", notice } }),
      entry(9, { erased: { notice, versions: 1, cause: "recalled" } }),
    ],
    notice,
  );
  expect(found).toEqual({
    readers: [
      {
        participant: "TO",
        routed: 1,
        released: 2,
        received: 3,
        opened: 4,
        acknowledged: 6,
        destroyed: 8,
      },
      {
        participant: "WS",
        routed: 1,
        released: 0,
        received: 0,
        opened: 0,
        acknowledged: 0,
        destroyed: 0,
      },
    ],
    recalled: 7,
    expired: 0,
    erasureOrdered: 0,
    contentErased: 9,
    personalErased: 0,
  });
});

test("a copy of a statement, or of another notice, is not the notice", () => {
  const found = withdrawalOf(
    [
      routed(1, ["TO"], "statement"),
      entry(2, { released: { participant: "WS", copies: [{ notice, statement: "s" }] } }),
      entry(3, { opened: { participant: "WS", copies: [{ notice: other }] } }),
      entry(4, { erased: { notice, versions: 0, cause: "erasure" } }),
    ],
    notice,
  );
  expect(found.readers).toEqual([]);
  expect(found.personalErased).toBe(4);
});

import { randomBytes } from "node:crypto";
import { type NoticeRef, Precedence, RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { openTestHub, recordOf, type TestHub } from "@talanoa/platform/testing/hub.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Routed } from "./routed-notice.ts";
import { commitRouted, storeRouted } from "./store-routed.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(() => hub?.[Symbol.asyncDispose]());

/** A decision with the copy of one participant; each has so many sections withheld, by rules by which nothing is packed. */
function routed(notice: NoticeRef, sections: number): Routed {
  const participants = Array.from({ length: 60 }, (_, i) => `P${i}`);
  const decisions = participants.map((participant) => ({
    participant,
    deliver: true,
    rule: "all-members",
    withheld: Array.from({ length: sections }, (_, section) => ({
      section,
      rule: randomBytes(16).toString("hex"),
    })),
  }));
  return {
    markerSubject: subjects.routed(notice, "first"),
    marker: RoutedMarker.encode({ card: { notice }, recipients: ["P0"] }),
    record: { at: Date.now(), facts: { routed: { notice, cause: "first", decisions } } },
    copies: [
      {
        participant: "P0",
        subject: subjects.feed("P0", Precedence.ROUTINE, "statement"),
        payload: new Uint8Array(),
      },
    ],
  };
}

test("what must stand before, and cannot as it is, is withheld from all and holds nothing up", async () => {
  const first = { origin: "FJ", id: newId(Date.now(), randomBytes), version: 1 };
  const second = { ...first, version: 2 };
  const its = { ...routed(second, 0), before: [routed(first, 60)] };
  expect(await commitRouted(hub.committer, its)).toBeNull();
  const markers = await hub.stored(subjects.routedAll(first));
  expect(markers.map(({ subject }) => subject)).toEqual([
    subjects.routed(first, "first"),
    subjects.routed(second, "first"),
  ]);
  expect(RoutedMarker.decode(markers[0]!.payload).recipients).toEqual([]);
  const { decisions } = recordOf(markers[0]!).facts!.routed!;
  expect(new Set(decisions.map(({ deliver, rule }) => `${deliver} ${rule}`))).toEqual(
    new Set(["false not-storable"]),
  );
  expect(await hub.stored("feed.>")).toHaveLength(1);
});

test("what cannot stand as it is, is withheld from all by a rule that says so", async () => {
  const notice = { origin: "FJ", id: newId(Date.now(), randomBytes), version: 1 };
  await storeRouted(hub.committer, routed(notice, 60), AbortSignal.timeout(10_000));
  const [marker] = await hub.stored(subjects.routedAll(notice));
  expect(RoutedMarker.decode(marker!.payload).recipients).toEqual([]);
  const { decisions } = recordOf(marker!).facts!.routed!;
  expect(decisions).toHaveLength(60);
  expect(decisions.every(({ deliver, rule }) => !deliver && rule === "not-storable")).toBe(true);
});

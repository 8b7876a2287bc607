import { randomBytes } from "node:crypto";
import {
  Precedence,
  type Record,
  RoutedMarker,
  SealedNotice,
  Statement,
  StoredCopy,
  WithdrawalReason,
} from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { recordHeader } from "@talanoa/platform/bus/record-header.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import {
  openTestHub,
  recordOf,
  type ServedService,
  type TestHub,
  until,
} from "@talanoa/platform/testing/hub.ts";
import { leastDraft, testMember, type TestNotice } from "@talanoa/platform/testing/member.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { noticeSigningInput, verifySignature } from "@talanoa/sharing/notice/sign.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accept, acceptStatement } from "./testing/accept.ts";
import { runRouting } from "./testing/run-routing.ts";

const fiji = testMember("FJ");
const tonga = testMember("TO", "polynesia");
const samoa = testMember("WS", "polynesia");
const secretariat = testMember("OCO");
let hub: TestHub;
let routing: ServedService;

beforeAll(async () => {
  hub = await openTestHub();
  for (const each of [secretariat, fiji, tonga, samoa]) await hub.put(each.participant, each.key);
  routing = await runRouting(hub);
});
afterAll(async () => {
  await routing?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

interface RoutedHere {
  readonly marker: StoredMessage;
  readonly record: Record;
  readonly recipients: readonly string[];
  /** By participant. */
  readonly copies: { readonly [participant: string]: StoredCopy };
}

async function routedAt(subject: string): Promise<RoutedHere> {
  const marker = await until(async () => (await hub.stored(subject))[0]);
  const { recipients } = RoutedMarker.decode(marker.payload);
  const after = (await hub.stored("feed.>")).filter(
    ({ sequence }) => sequence > marker.sequence && sequence <= marker.sequence + recipients.length,
  );
  const copies = Object.fromEntries(
    after.map(({ subject: its, payload }) => [its.split(".")[1], StoredCopy.decode(payload)]),
  );
  // They stand right after the marker, in the order of its recipients.
  expect(after.map(({ subject: its }) => its.split(".")[1])).toEqual(recipients);
  return { marker, record: recordOf(marker), recipients, copies };
}

async function route(notice: TestNotice): Promise<RoutedHere> {
  await accept(hub, notice);
  return routedAt(subjects.routed(notice.ref, "first"));
}

function decisionsOf({ record }: RoutedHere) {
  return record.facts!.routed!.decisions.map(({ participant, deliver, rule }) => [
    participant,
    deliver,
    rule,
  ]);
}

describe("a notice that is accepted", () => {
  test("stands in the feed of each who may have it, and the marker holds the whole decision", async () => {
    const notice = await fiji.seal({ ...leastDraft, precedence: "priority" });
    const sequence = await hub.put(fiji.participant);
    const routed = await route(notice);
    expect(decisionsOf(routed)).toEqual([
      ["FJ", true, "originator"],
      ["OCO", false, "not-addressed"],
      ["TO", true, "all-members"],
      ["WS", true, "all-members"],
    ]);
    expect(routed.record.facts!.routed).toMatchObject({
      notice: notice.ref,
      cause: "first",
      directorySequence: sequence,
    });
    const { card, digest } = RoutedMarker.decode(routed.marker.payload);
    expect(Buffer.from(digest)).toEqual(Buffer.from(notice.digest));
    expect(card).toMatchObject({ notice: notice.ref, precedence: 2, countries: ["FJ"] });
    const subject = "feed.TO.priority.alert";
    expect((await hub.stored(subject)).at(-1)!.sequence).toBe(routed.marker.sequence + 2);
  });

  test("under an embargo is delivered at once, and its card says when an acknowledgement is due", async () => {
    const due = { embargo_until: "2199-01-01", acknowledge_by: "2199-02-01" };
    const routed = await route(await fiji.seal({ ...leastDraft, ...due }));
    expect(routed.recipients).toEqual(["FJ", "TO", "WS"]);
    const { card } = RoutedMarker.decode(routed.marker.payload);
    expect(card!.acknowledgeBy).toBe(Date.UTC(2199, 1, 2) - 1);
  });

  test("is whole for its origin, and for others all but the routing section, under one signature", async () => {
    const notice = await fiji.seal();
    const { copies, record } = await route(notice);
    for (const [participant, sections] of [
      ["FJ", 4],
      ["TO", 3],
    ] as const) {
      const { copy, card } = copies[participant]!;
      const opened = openNotice(copy!.notice!);
      expect(opened.sections).toHaveLength(sections);
      expect(opened.routing === null).toBe(participant !== "FJ");
      const signed = noticeSigningInput(copy!.notice!.header);
      expect(await verifySignature(signed, fiji.publicKey, copy!.notice!.signature)).toBe(true);
      expect(copy!.withheld).toEqual(
        participant === "FJ" ? [] : [expect.objectContaining({ rule: "routing-section" })],
      );
      expect(copy!.routedAt).toBe(record.at);
      expect(copy!.audience).toBeNull();
      expect(card).toMatchObject({ notice: notice.ref, tlp: 2 });
    }
  });

  test("shows its audience to all who get it when the originator chose so", async () => {
    const audience = { participants: ["TO"], show: true };
    const { copies } = await route(await fiji.seal({ ...leastDraft, audience }));
    expect(copies["TO"]!.copy!.audience).toMatchObject({ participants: ["TO"] });
  });

  test("goes to named officers alone when it names them, with their names on the copy", async () => {
    const audience = { officers: ["TO:to-chief", "TO:to-second"] };
    const draft = { ...leastDraft, marking: "TLP:RED", audience };
    const routed = await route(await fiji.seal(draft));
    expect(routed.recipients).toEqual(["FJ", "TO"]);
    expect(routed.copies["TO"]!.officers).toEqual(["to-chief", "to-second"]);
    expect(routed.copies["FJ"]!.officers).toEqual([]);
  });

  test("has its personal sections in no copy; only who has an agreement learns where they are", async () => {
    const revision = await hub.put(fiji.agreementWith("TO"));
    const persons = [{ name: "A. Nother", role: "courier" }];
    const audience = { participants: ["TO"], sub_regions: ["polynesia"] };
    const notice = await fiji.seal({ ...leastDraft, persons, audience });
    const { place } = openNotice(notice.sealed).sections.find(({ category }) => category === 3)!;
    const { copies, record } = await route(notice);
    const tongas = record.facts!.routed!.decisions.find((its) => its.participant === "TO");
    expect(tongas!.agreements).toMatchObject([{ id: "FJ-TO", revision }]);
    expect(copies["FJ"]!.storedSections).toEqual([place]);
    expect(copies["TO"]!.storedSections).toEqual([place]);
    expect(copies["WS"]!.storedSections).toEqual([]);
    expect(copies["WS"]!.copy!.withheld.map(({ rule }) => rule).sort()).toEqual([
      "no-agreement",
      "routing-section",
    ]);
    for (const copy of Object.values(copies)) {
      expect(Buffer.from(StoredCopy.encode(copy)).includes("A. Nother")).toBe(false);
    }
  });

  test("is withheld from all, its origin too, when its key is not valid where it stands", async () => {
    const old = testMember("FJ");
    await hub.put({ key: { ...old.key.key, validity: { until: Date.now() - 1_000 } } });
    const routed = await route(await old.seal());
    expect(routed.recipients).toEqual([]);
    expect(new Set(decisionsOf(routed).map(([, , rule]) => rule))).toEqual(
      new Set(["invalid-key", "not-addressed"]),
    );
    expect(decisionsOf(routed)[0]).toEqual(["FJ", false, "invalid-key"]);
  });

  test("that cannot be read is withheld from all, recorded, and holds nothing up", async () => {
    const ref = { origin: "FJ", id: newId(Date.now(), randomBytes), version: 1 };
    await hub.committer.commit([
      {
        subject: subjects.notice(Precedence.ROUTINE, ref),
        payload: randomBytes(200),
        headers: recordHeader({ nonce: randomBytes(16), at: Date.now(), participant: "FJ" }),
        expect: { lastSequence: 0 },
      },
    ]);
    const other = await route(await fiji.seal());
    expect(other.recipients).toEqual(["FJ", "TO", "WS"]);
    const routed = await routedAt(subjects.routed(ref, "first"));
    expect(routed.recipients).toEqual([]);
    expect(decisionsOf(routed)).toEqual(
      ["FJ", "OCO", "TO", "WS"].map((id) => [id, false, "unreadable"]),
    );
  });

  test("is withheld from all when it hides a section from its routing section", async () => {
    const notice = await fiji.seal();
    const { sealed } = await fiji.seal({ ...leastDraft, persons: [{ name: "A. Nother" }] });
    // A header and a signature that fit, and the sections of another notice.
    const { header, signature, keyId } = notice.sealed;
    const mixed = { header, signature, keyId, sections: sealed.sections };
    await hub.committer.commit([
      {
        subject: subjects.notice(Precedence.ROUTINE, notice.ref),
        payload: SealedNotice.encode(mixed),
        headers: recordHeader({ nonce: randomBytes(16), at: Date.now(), participant: "FJ" }),
        expect: { lastSequence: 0 },
      },
    ]);
    const routed = await routedAt(subjects.routed(notice.ref, "first"));
    expect(routed.recipients).toEqual([]);
  });
});

describe("a statement", () => {
  test("goes to the notice's origin and to who stated, and to nobody else", async () => {
    const notice = await fiji.seal({ ...leastDraft, exercise: true });
    await route(notice);
    const sealed = await tonga.acknowledge(notice, "to-liaison");
    const id = await acceptStatement(hub, sealed);
    const routed = await routedAt(subjects.statementRouted("TO", id));
    expect(routed.recipients).toEqual(["FJ", "TO"]);
    expect(decisionsOf(routed)).toEqual([
      ["FJ", true, "statement-party"],
      ["TO", true, "statement-party"],
    ]);
    expect(routed.record.facts!.routed).toMatchObject({ statement: id, notice: notice.ref });
    const { copy, card } = routed.copies["FJ"]!;
    expect(Statement.decode(copy!.statement!.body).principal).toBe("to-liaison");
    expect(card).toMatchObject({ notice: notice.ref, tlp: 2, exercise: true, countries: ["FJ"] });
    expect((await hub.stored("feed.FJ.routine.statement")).at(-1)!.sequence).toBe(
      routed.marker.sequence + 1,
    );
  });

  test("about a notice for named officers goes to those of who stated alone", async () => {
    const officers = ["TO:to-liaison"];
    const notice = await fiji.seal({ ...leastDraft, marking: "TLP:RED", audience: { officers } });
    await route(notice);
    const id = await acceptStatement(hub, await tonga.acknowledge(notice, "to-liaison"));
    const { copies, record } = await routedAt(subjects.statementRouted("TO", id));
    expect(copies["TO"]!.officers).toEqual(["to-liaison"]);
    expect(copies["FJ"]!.officers).toEqual([]);
    const { decisions } = record.facts!.routed!;
    expect(decisions.map((its) => its.officers)).toEqual([[], ["to-liaison"]]);
  });

  test("of the originator to all holders, or to whom it names, goes to them", async () => {
    const officers = ["TO:to-liaison"];
    const notice = await fiji.seal({
      ...leastDraft,
      marking: "AMBER",
      audience: { officers, participants: ["WS"] },
    });
    await route(notice);
    const recalled = { reason: WithdrawalReason.WRONG };
    const recall = await acceptStatement(hub, await fiji.state(notice, "fj-liaison", { recalled }));
    const toAll = await routedAt(subjects.statementRouted("FJ", recall));
    expect(toAll.recipients).toEqual(["FJ", "TO", "WS"]);
    expect(toAll.copies["TO"]!.officers).toEqual(["to-liaison"]);
    const consentRefused = { participant: "VU", asker: "WS", asked: recall };
    const answer = await fiji.state(notice, "fj-liaison", { consentRefused });
    const id = await acceptStatement(hub, answer);
    expect((await routedAt(subjects.statementRouted("FJ", id))).recipients).toEqual(["FJ", "WS"]);
  });

  test("signed with a key that is not its participant's is withheld from all", async () => {
    const notice = await fiji.seal();
    await route(notice);
    const sealed = await samoa.acknowledge(notice, "to-liaison", { origin: "TO" });
    const id = await acceptStatement(hub, sealed);
    const routed = await routedAt(subjects.statementRouted("TO", id));
    expect(routed.recipients).toEqual([]);
    expect(decisionsOf(routed).map(([, , rule]) => rule)).toEqual(["invalid-key", "invalid-key"]);
  });
});

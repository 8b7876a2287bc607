import { randomBytes } from "node:crypto";
import {
  type ConsentGranted,
  ParticipantType,
  Revision,
  RoutedMarker,
  RoutingService,
  SectionType,
  StoredCopy,
  WithdrawalReason,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import {
  openTestHub,
  recordOf,
  refusalOf,
  type ServedService,
  type TestHub,
  until,
} from "@talanoa/platform/testing/hub.ts";
import { leastDraft, testMember, type TestNotice } from "@talanoa/platform/testing/member.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accept, acceptStatement } from "./testing/accept.ts";
import { expectDecidedAgain } from "./testing/decided-again.ts";
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
  const type = ParticipantType.PARTNER;
  await hub.put({ participant: { id: "NAVY", name: "Navy", type, sponsor: "TO" } });
  routing = await runRouting(hub);
});
afterAll(async () => {
  await routing?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

async function sent(draft: object = {}): Promise<TestNotice> {
  const audience = { participants: ["TO"] };
  const notice = await fiji.seal({ ...leastDraft, marking: "TLP:RED", audience, ...draft });
  await accept(hub, notice);
  await until(async () => (await hub.stored(subjects.routed(notice.ref, "first")))[0]);
  return notice;
}

function granted(more: Init<ConsentGranted> = {}): Init<ConsentGranted> {
  return { participant: "WS", asker: "TO", asked: newId(Date.now(), randomBytes), ...more };
}

async function grant(notice: TestNotice, more: Init<ConsentGranted> = {}, by = fiji) {
  const sealed = await by.state(notice, "fj-liaison", { consentGranted: granted(more) });
  return acceptStatement(hub, sealed);
}

/** The marker of a grant, and the copy that stands right after it; none when nobody got one. */
async function shared(notice: TestNotice, cause: string) {
  const message = await until(
    async () => (await hub.stored(subjects.routed(notice.ref, cause)))[0],
  );
  const { recipients } = RoutedMarker.decode(message.payload);
  const feeds = await hub.stored("feed.>");
  const next = feeds.find(({ sequence }) => sequence === message.sequence + 1);
  const { decisions, ...facts } = recordOf(message).facts!.routed!;
  return {
    recipients,
    facts,
    decision: decisions[0]!,
    subject: next?.subject,
    copy: recipients.length > 0 ? StoredCopy.decode(next!.payload) : null,
  };
}

test("the originator's consent gives one further participant its copy, under one more marker", async () => {
  const notice = await sent();
  const id = await grant(notice);
  const { recipients, facts, decision, subject, copy } = await shared(notice, id);
  expect(recipients).toEqual(["WS"]);
  expect(subject).toBe("feed.WS.routine.alert");
  expect(facts).toMatchObject({ notice: notice.ref, cause: id });
  expect(decision).toMatchObject({ participant: "WS", deliver: true, rule: "consent" });
  const opened = openNotice(copy!.copy!.notice!);
  expect(opened.routing).toBeNull();
  expect(opened.sections.map(({ type }) => type).sort()).toEqual([
    SectionType.SUMMARY,
    SectionType.PLACES,
    SectionType.NARRATIVE,
  ]);
  // The statement itself goes to who asked, and not to who was granted.
  const [statement] = await hub.stored(subjects.statementRouted("FJ", id));
  expect(RoutedMarker.decode(statement!.payload).recipients).toEqual(["FJ", "TO"]);
  expect(statement!.sequence).toBeLessThan(
    (await hub.stored(subjects.routed(notice.ref, id)))[0]!.sequence,
  );
});

test("some sections alone are shared with the summary, and the copy says that others were withheld", async () => {
  const notice = await sent({ source: "A tip" });
  const id = await grant(notice, { sections: [SectionType.PLACES] });
  const { copy } = await shared(notice, id);
  const opened = openNotice(copy!.copy!.notice!);
  expect(opened.sections.map(({ type }) => type).sort()).toEqual([
    SectionType.SUMMARY,
    SectionType.PLACES,
  ]);
  expect(copy!.copy!.withheld.map(({ rule }) => rule).sort()).toEqual([
    "not-granted",
    "routing-section",
  ]);
});

test("who was granted some sections gets no others by what corrects the notice, nor by another's correction of that", async () => {
  const draft = {
    ...leastDraft,
    marking: "TLP:AMBER",
    audience: { participants: ["TO"] },
    source: "A tip",
  };
  const first = await sent(draft);
  await shared(first, await grant(first, { sections: [SectionType.PLACES] }));
  let last = first;
  for (let version = 2; version <= 3; version++) {
    last = await fiji.revise(last, Revision.CORRECTION, { ...draft, title: `Version ${version}` });
    await accept(hub, last);
    const { recipients, decision, sections } = await gotByCorrection(last, "WS");
    expect(recipients).toEqual(["FJ", "TO", "WS"]);
    expect(decision.rule).toBe("earlier-reader");
    expect(sections).toEqual([SectionType.SUMMARY, SectionType.PLACES]);
  }
  // Until the originator consents to the whole: then there is something to get.
  const { recipients } = await shared(last, await grant(last));
  expect(recipients).toEqual(["WS"]);
  const whole = await fiji.revise(last, Revision.CORRECTION, draft);
  await accept(hub, whole);
  expect((await gotByCorrection(whole, "WS")).sections).toContain(SectionType.NARRATIVE);
});

/** What a first routing gave to one participant. */
async function gotByCorrection({ ref }: TestNotice, participant: string) {
  const marker = await until(async () => (await hub.stored(subjects.routed(ref, "first")))[0]);
  const { recipients } = RoutedMarker.decode(marker.payload);
  const place = marker.sequence + 1 + recipients.indexOf(participant);
  const copy = (await hub.stored(`feed.${participant}.>`)).find((its) => its.sequence === place);
  const { sections } = openNotice(StoredCopy.decode(copy!.payload).copy!.notice!);
  const { decisions } = recordOf(marker).facts!.routed!;
  return {
    recipients,
    decision: decisions.find((its) => its.participant === participant)!,
    sections: sections.map(({ type }) => type).sort(),
  };
}

test("personal data is shared by consent only where an agreement allows it by then", async () => {
  const notice = await sent({ persons: [{ name: "A. Nother" }] });
  const before = await shared(notice, await grant(notice));
  expect(before.copy!.storedSections).toEqual([]);
  expect(before.decision.withheld.map(({ rule }) => rule)).toContain("no-agreement");
  const revision = await hub.put(fiji.agreementWith("NAVY"));
  const after = await shared(notice, await grant(notice, { participant: "NAVY" }));
  expect(after.copy!.storedSections).toHaveLength(1);
  expect(after.decision.agreements).toMatchObject([{ id: "FJ-NAVY", revision }]);
});

test("who holds the notice already gets no second copy, by two grants or by its audience", async () => {
  const notice = await sent();
  const ids = await Promise.all([grant(notice), grant(notice)]);
  const both = await Promise.all(ids.map((id) => shared(notice, id)));
  expect(both.map(({ recipients }) => recipients.length).sort()).toEqual([0, 1]);
  const held = both.find(({ recipients }) => recipients.length === 0)!;
  expect(held.decision).toMatchObject({ deliver: false, rule: "already-held" });
  const addressed = await shared(notice, await grant(notice, { participant: "TO" }));
  expect(addressed.decision.rule).toBe("already-held");
});

test("consent that somebody else states, of another notice, or with a key that is not valid, shares nothing", async () => {
  const notice = await sent();
  const id = await grant(notice, {}, tonga);
  await until(async () => (await hub.stored(subjects.statementRouted("TO", id)))[0]);
  expect(await hub.stored(subjects.routed(notice.ref, id))).toEqual([]);

  const other = await fiji.seal();
  const wrong = await shared(notice, await grant({ ...notice, digest: other.digest }));
  expect(wrong.recipients).toEqual([]);
  expect(wrong.decision.rule).toBe("unreadable");

  const old = testMember("FJ");
  await hub.put({ key: { ...old.key.key, validity: { until: Date.now() - 1_000 } } });
  const late = await shared(notice, await grant(notice, {}, old));
  expect(late.recipients).toEqual([]);
  expect(late.decision.rule).toBe("invalid-key");
});

test("a grant is explained to the origin and to whom it was granted, and to nobody else", async () => {
  const notice = await sent();
  const explain = async (participant: string) => {
    const principal = `${participant.toLowerCase()}-liaison`;
    const token = await hub.token({ participant, principal, roles: ["liaison"] });
    return routing.call(RoutingService.explain, { notice: notice.ref, withFacts: true }, token);
  };
  expect((await refusalOf(explain("WS"))).code).toBe(5);
  await shared(notice, await grant(notice));
  const rules = async (participant: string) =>
    (await explain(participant)).decisions.map((its) => [its.participant, its.deliver, its.rule]);
  expect(await rules("WS")).toEqual([["WS", true, "consent"]]);
  const { facts } = await explain("WS");
  expect(facts).toMatchObject([
    { participant: "WS", facts: [{ of: "consent-for", value: "WS" }, { of: "marking" }] },
  ]);
  expect(await rules("TO")).toEqual([["TO", true, "named-participant"]]);
  expect(await rules("FJ")).toEqual([
    ["FJ", true, "originator"],
    ["NAVY", false, "not-addressed"],
    ["OCO", false, "not-addressed"],
    ["TO", true, "named-participant"],
    ["WS", true, "consent"],
  ]);
});

test("a reference shows to who was granted the notice before, though that is not routed yet", async () => {
  const notice = await sent();
  await routing[Symbol.asyncDispose]();
  const references = [`FJ/${notice.ref.id}/1`];
  const early = await fiji.seal({ ...leastDraft, references, precedence: "flash" });
  await accept(hub, early);
  await grant(notice);
  const late = await fiji.seal({ ...leastDraft, references, precedence: "flash" });
  await accept(hub, late);
  routing = await runRouting(hub);
  for (const [each, shows] of [
    [early, false],
    [late, true],
  ] as const) {
    const { decision: _, ...its } = await shared(each, "first");
    const marker = (await hub.stored(subjects.routed(each.ref, "first")))[0]!;
    const decision = recordOf(marker).facts!.routed!.decisions.find(
      ({ participant }) => participant === "WS",
    );
    expect(its.recipients).toContain("WS");
    expect(!decision!.withheld.some(({ rule }) => rule === "reference-held")).toBe(shows);
  }
});

test("a grant that was cut off after its statement was routed is finished, and stands once", async () => {
  const notice = await sent();
  await routing[Symbol.asyncDispose]();
  const id = await grant(notice);
  // As a process leaves it that is killed between its two commits.
  await hub.committer.commit([
    {
      subject: subjects.statementRouted("FJ", id),
      payload: RoutedMarker.encode({ statement: id }),
      expect: { lastSequence: 0 },
    },
  ]);
  for (let starts = 0; starts < 2; starts++) {
    routing = await runRouting(hub);
    expect((await shared(notice, id)).recipients).toEqual(["WS"]);
    if (starts === 0) await routing[Symbol.asyncDispose]();
  }
  expect(await hub.stored(subjects.routed(notice.ref, id))).toHaveLength(1);
  const copies = (await hub.stored("feed.WS.>")).filter(({ payload }) =>
    Buffer.from(payload).includes(notice.ref.id),
  );
  expect(copies).toHaveLength(1);
});

test("who was granted a notice is told when it is taken back right after", async () => {
  const notice = await sent();
  await routing[Symbol.asyncDispose]();
  await grant(notice);
  const reason = WithdrawalReason.SENT_IN_ERROR;
  const recalled = await acceptStatement(
    hub,
    await fiji.state(notice, "fj-liaison", { recalled: { reason } }),
  );
  routing = await runRouting(hub);
  const [told] = await until(async () => {
    const found = await hub.stored(subjects.statementRouted("FJ", recalled));
    return found.length > 0 && found;
  });
  expect(RoutedMarker.decode(told!.payload).recipients).toEqual(["FJ", "TO", "WS"]);
});

test("what was shared by consent is decided again from what stands, and comes to the same", async () => {
  const { first, consent } = await expectDecidedAgain(hub);
  expect(first).toBeGreaterThan(10);
  expect(consent).toBeGreaterThan(5);
});

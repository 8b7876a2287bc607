import { RoutingService, SectionType, StoredCopy } from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { openTestHub, recordOf, type TestHub, until } from "@talanoa/platform/testing/hub.ts";
import { leastDraft, testMember, type TestNotice } from "@talanoa/platform/testing/member.ts";
import { openNotice, sectionsOf } from "@talanoa/sharing/notice/open.ts";
import { expect, test } from "vitest";
import { accept } from "./testing/accept.ts";
import { expectDecidedAgain } from "./testing/decided-again.ts";
import { runRouting } from "./testing/run-routing.ts";

const fiji = testMember("FJ");
const tonga = testMember("TO", "polynesia");
const samoa = testMember("WS", "polynesia");
const secretariat = testMember("OCO");

async function openHub(): Promise<TestHub> {
  const hub = await openTestHub();
  for (const each of [secretariat, fiji, tonga, samoa]) await hub.put(each.participant, each.key);
  return hub;
}

function referring(to: readonly TestNotice[], draft: object = {}): Promise<TestNotice> {
  const references = to.map(({ ref }) => `${ref.origin}/${ref.id}/${ref.version}`);
  return fiji.seal({ ...leastDraft, ...draft, references });
}

/** The ids that each participant's copy refers to, and the rules that withheld something from it. */
async function shown(hub: TestHub, { ref }: TestNotice) {
  const subject = subjects.routed(ref, "first");
  const marker = await until(async () => (await hub.stored(subject))[0]);
  const copies = (await hub.stored("feed.>")).filter(({ sequence }) => sequence > marker.sequence);
  const { decisions } = recordOf(marker).facts!.routed!;
  const receivers = decisions.filter(({ deliver }) => deliver).map((its) => its.participant);
  return Object.fromEntries(
    receivers.map((participant, i) => {
      const { copy } = StoredCopy.decode(copies[i]!.payload);
      const references = sectionsOf(openNotice(copy!.notice!), SectionType.REFERENCE);
      const rules = copy!.withheld
        .map(({ rule }) => rule)
        .filter((rule) => rule !== "routing-section");
      return [participant, { ids: references.map(({ notice }) => notice!.id).sort(), rules }];
    }),
  );
}

test("a reference shows to who holds the notice, and others learn of one rule, however many there are", async () => {
  await using hub = await openHub();
  await using _routing = await runRouting(hub);
  const forTonga = await fiji.seal({ ...leastDraft, audience: { participants: ["TO"] } });
  const forOfficer = await fiji.seal({ ...leastDraft, audience: { officers: ["WS:ws-chief"] } });
  const forAll = await tonga.seal();
  for (const each of [forTonga, forOfficer, forAll]) await accept(hub, each);
  const notice = await referring([forTonga, forOfficer, forAll]);
  await accept(hub, notice);
  const ids = (...notices: TestNotice[]) => notices.map(({ ref }) => ref.id).sort();
  expect(await shown(hub, notice)).toEqual({
    FJ: { ids: ids(forTonga, forOfficer, forAll), rules: [] },
    TO: { ids: ids(forTonga, forAll), rules: ["reference-held"] },
    WS: { ids: ids(forAll), rules: ["reference-held"] },
  });
  expect((await expectDecidedAgain(hub)).first).toBe(4);
});

test("a reference to what its writer does not hold, or nobody has, shows to nobody else", async () => {
  await using hub = await openHub();
  await using _routing = await runRouting(hub);
  const betweenOthers = await tonga.seal({ ...leastDraft, audience: { participants: ["WS"] } });
  const nowhere = await samoa.seal();
  await accept(hub, betweenOthers);
  const notice = await referring([betweenOthers, nowhere]);
  await accept(hub, notice);
  const later = await referring([nowhere]);
  await accept(hub, nowhere);
  await accept(hub, later);
  const seen = await shown(hub, notice);
  expect(seen["FJ"]!.ids).toHaveLength(2);
  for (const other of ["TO", "WS"]) {
    expect(seen[other]).toEqual({ ids: [], rules: ["reference-held"] });
  }
  expect((await shown(hub, later))["TO"]).toEqual({ ids: [nowhere.ref.id], rules: [] });
});

test("a decision on a hundred participants that are shown none of 16 references is recorded whole", async () => {
  await using hub = await openHub();
  await using routing = await runRouting(hub);
  for (let i = 0; i < 100; i++) await hub.put(testMember(`P${i}`).participant);
  const absent = await Promise.all(Array.from({ length: 16 }, () => samoa.seal()));
  const notice = await referring(absent);
  await accept(hub, notice);
  const seen = await shown(hub, notice);
  expect(Object.keys(seen)).toHaveLength(103);
  expect(seen["P0"]).toEqual({ ids: [], rules: ["reference-held"] });
  const token = await hub.token({ participant: "FJ", principal: "fj-1", roles: ["publisher"] });
  const { decisions } = await routing.call(RoutingService.explain, { notice: notice.ref }, token);
  expect(decisions).toHaveLength(104);
  const its = decisions.find(({ participant }) => participant === "P99")!;
  expect(its).toMatchObject({ deliver: true, rule: "all-members" });
  expect(its.withheld.filter(({ rule }) => rule === "reference-held")).toHaveLength(16);
});

test("a flash that refers to a routine notice not yet routed is decided as if it were", async () => {
  await using hub = await openHub();
  const routine = await fiji.seal({ ...leastDraft, audience: { participants: ["TO"] } });
  const flash = await referring([routine], { precedence: "flash" });
  await accept(hub, routine);
  await accept(hub, flash);
  // The directory goes on: the decision on the routine notice is that of its place.
  await hub.put({ participant: { ...tonga.participant.participant!, suspended: true } });
  await hub.put(tonga.participant);
  await using _routing = await runRouting(hub);
  const seen = await shown(hub, flash);
  expect(seen["TO"]).toEqual({ ids: [routine.ref.id], rules: [] });
  expect(seen["WS"]).toEqual({ ids: [], rules: ["reference-held"] });
});

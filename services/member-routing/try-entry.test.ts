import { randomBytes } from "node:crypto";
import {
  DirectoryService,
  type DirectoryEntry,
  OperationPhase,
  Revision,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import {
  openTestHub,
  recordOf,
  refusalOf,
  type ServedService,
  type TestHub,
} from "@talanoa/platform/testing/hub.ts";
import { leastDraft, testMember } from "@talanoa/platform/testing/member.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
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

async function tried(entry: Init<DirectoryEntry>, participant = "OCO") {
  const principal = `${participant.toLowerCase()}-secretariat`;
  const token = await hub.token({ participant, principal, roles: ["secretariat"] });
  return routing.call(DirectoryService.tryEntry, { entry }, token);
}

test("a change that is tried says which decisions would have differed, and changes and decides nothing", async () => {
  await hub.put({ group: { id: "BOATS", name: "Boats", members: [{ participant: "TO" }] } });
  const toGroup = await fiji.seal({ ...leastDraft, audience: { groups: ["BOATS"] } });
  const persons = [{ name: "A. Nother" }];
  const toTonga = await fiji.seal({ ...leastDraft, persons, audience: { participants: ["TO"] } });
  for (const each of [toGroup, toTonga]) await accept(hub, each);

  const group = { id: "BOATS", name: "Boats", members: [{ participant: "WS" }] };
  const before = (await hub.stored("directory.>")).length;
  const answer = await tried({ group });
  expect(answer).toMatchObject({ notices: 2, differing: 2 });
  expect(answer.changes).toMatchObject([
    {
      notice: toGroup.ref,
      before: { participant: "TO", deliver: true, rule: "group-member" },
      after: { participant: "TO", deliver: false, rule: "not-addressed" },
    },
    { before: { participant: "WS", deliver: false }, after: { deliver: true } },
  ]);
  expect(await hub.stored("directory.>")).toHaveLength(before);
  const [question] = (await hub.stored("record.queried")).slice(-1);
  expect(recordOf(question!).facts!.queried).toMatchObject({
    question: "try-entry",
    filter: "group BOATS",
  });

  const agreed = await tried(fiji.agreementWith("TO"));
  expect(agreed.changes.map(({ notice, after }) => [notice!.id, after!.participant])).toEqual([
    [toTonga.ref.id, "TO"],
  ]);
  const [change] = agreed.changes;
  expect(change!.before!.withheld.map(({ rule }) => rule)).toContain("no-agreement");
  expect(change!.after!.withheld.map(({ rule }) => rule)).not.toContain("no-agreement");
  // The same again: what is decided depends on what stands, and not on who asks or when.
  expect((await tried(fiji.agreementWith("TO"))).changes).toEqual(agreed.changes);
  expect(await tried({ group: { ...group, members: [{ participant: "TO" }] } })).toMatchObject({
    notices: 2,
    differing: 0,
  });
});

test("a correction is tried for those who would have held what it corrects, whatever audience it names", async () => {
  const group = (...ids: string[]) => ({
    group: { id: "TUGS", name: "Tugs", members: ids.map((participant) => ({ participant })) },
  });
  await hub.put(group("TO"));
  const first = await fiji.seal({ ...leastDraft, audience: { groups: ["TUGS"] } });
  const toSamoa = { ...leastDraft, audience: { participants: ["WS"] } };
  const second = await fiji.revise(first, Revision.CORRECTION, toSamoa);
  const third = await fiji.revise(second, Revision.CORRECTION, toSamoa);
  for (const each of [first, second, third]) await accept(hub, each);

  expect(await tried(group("TO"))).toMatchObject({ differing: 0 });
  const { changes } = await tried(group("WS"));
  const decisions = changes.map(({ notice, before, after }) => [
    notice!.version,
    after!.participant,
    before!.rule,
    after!.rule,
  ]);
  expect(decisions).toEqual([
    [1, "TO", "group-member", "not-addressed"],
    [1, "WS", "not-addressed", "group-member"],
    [2, "TO", "earlier-reader", "not-addressed"],
    [2, "WS", "not-addressed", "earlier-reader"],
    [3, "TO", "earlier-reader", "not-addressed"],
    [3, "WS", "not-addressed", "earlier-reader"],
  ]);
});

test("a correction is tried for those too who were given by consent what it corrects", async () => {
  const toTonga = { ...leastDraft, audience: { participants: ["TO"] } };
  const first = await fiji.seal(toTonga);
  await accept(hub, first);
  const asked = newId(Date.now(), randomBytes);
  const consentGranted = { participant: "WS", asker: "TO", asked };
  await acceptStatement(hub, await fiji.state(first, "fj-liaison", { consentGranted }));
  const second = await fiji.revise(first, Revision.CORRECTION, toTonga);
  await accept(hub, second);
  const suspended = { ...samoa.participant.participant, suspended: true };
  const { changes } = await tried({ participant: suspended });
  const its = changes.filter(({ notice }) => notice!.id === first.ref.id);
  expect(its).toMatchObject([
    {
      notice: second.ref,
      before: { participant: "WS", deliver: true, rule: "earlier-reader" },
      after: { participant: "WS", deliver: false, rule: "not-addressed" },
    },
  ]);
});

test("who coordinates an operation tries who joins and leaves it, and is told of its own notices alone", async () => {
  const row = (participant: string, from = 1, until = 0) => ({
    participant,
    period: { from, until },
  });
  const operation = (...participants: ReturnType<typeof row>[]) => ({
    operation: {
      id: "FJ-TRY",
      name: "Try",
      coordinator: "FJ",
      phase: OperationPhase.ACTION,
      startsAt: 1,
      objective: "Yachts",
      participants,
    },
  });
  await hub.put(operation(row("FJ"), row("TO")));
  const draft = { ...leastDraft, audience: { operations: ["FJ-TRY"] } };
  // Samoa does not hold it, which is told to nobody by a reference.
  const between = await tonga.seal({ ...leastDraft, audience: { participants: ["FJ"] } });
  await accept(hub, between);
  const references = [`TO/${between.ref.id}/1`];
  const [own, other] = [await fiji.seal({ ...draft, references }), await tonga.seal(draft)];
  for (const each of [own, other]) await accept(hub, each);

  const now = Date.now();
  const joins = operation(row("FJ"), row("TO"), row("WS", now));
  const told = await triedBy("FJ", joins);
  expect(told.changes).toMatchObject([
    {
      notice: own.ref,
      before: { participant: "WS", deliver: false },
      after: { participant: "WS", deliver: true, rule: "operation-participant" },
    },
  ]);
  expect(told).toMatchObject({ differing: 1 });
  expect(JSON.stringify(told)).not.toMatch(new RegExp(`${other.ref.id}|reference-held`));
  const all = await tried(joins);
  expect(all.changes.map(({ notice }) => notice)).toEqual([own.ref, other.ref]);
  const leaves = await triedBy("FJ", operation(row("FJ"), row("TO", 1, now + 1_000)));
  expect(leaves.changes).toMatchObject([
    { notice: own.ref, after: { participant: "TO", deliver: false, rule: "not-addressed" } },
  ]);
  // Neither another Member's operation, nor anything else of the directory.
  expect((await refusalOf(triedBy("TO", joins))).code).toBe(7);
  expect((await refusalOf(triedBy("FJ", fiji.agreementWith("TO")))).code).toBe(7);
});

async function triedBy(participant: string, entry: Init<DirectoryEntry>) {
  const principal = `${participant.toLowerCase()}-liaison`;
  const token = await hub.token({ participant, principal, roles: ["liaison"] });
  return routing.call(DirectoryService.tryEntry, { entry }, token);
}

test("changes are tried one at a time, and the Secretariat's beside those of coordinators", async () => {
  const operation = (id: string) => ({
    operation: {
      id,
      name: "One",
      coordinator: "FJ",
      phase: OperationPhase.ACTION,
      startsAt: 1,
      objective: "Yachts",
      participants: [{ participant: "FJ", period: { from: 1, until: 0 } }],
    },
  });
  const ids = Array.from({ length: 6 }, (_, i) => `FJ-ONE${i}`);
  const all = Promise.allSettled(ids.map((id) => triedBy("FJ", operation(id))));
  await expect(tried(operation("FJ-TEN"))).resolves.toBeTruthy();
  const refused = (await all).flatMap((its) => (its.status === "rejected" ? [its.reason] : []));
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(6);
  for (const each of refused)
    expect(await refusalOf(Promise.reject(each))).toMatchObject({
      code: 8,
      violations: [{ reason: "one-tried" }],
    });
  await expect(triedBy("FJ", operation("FJ-ONE0"))).resolves.toBeTruthy();
});

test("a change is tried by the Secretariat alone, and must be one that may stand", async () => {
  expect((await refusalOf(tried(fiji.agreementWith("TO"), "FJ"))).code).toBe(7);
  const refusal = await refusalOf(tried(fiji.agreementWith("XX")));
  expect(refusal.violations).toMatchObject([{ field: "agreement.to" }]);
});

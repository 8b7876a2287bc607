import {
  type ExplainResponse,
  RoutingService,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { Role } from "@talanoa/platform/auth/tokens.ts";
import type { Bus, RequestOptions } from "@talanoa/platform/bus/connection.ts";
import { followDirectory } from "@talanoa/platform/directory/follower.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import {
  type CallRefusal,
  openTestHub,
  recordOf,
  refusalOf,
  type ServedService,
  type TestHub,
  until,
} from "@talanoa/platform/testing/hub.ts";
import { leastDraft, testMember, type TestNotice } from "@talanoa/platform/testing/member.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { explain as explainer } from "./explain.ts";
import { accept } from "./testing/accept.ts";
import { runRouting } from "./testing/run-routing.ts";

const fiji = testMember("FJ");
const tonga = testMember("TO", "polynesia");
const samoa = testMember("WS", "polynesia");
const secretariat = testMember("OCO");
let hub: TestHub;
let routing: ServedService;
let named: TestNotice;
let forOfficer: TestNotice;

beforeAll(async () => {
  hub = await openTestHub();
  for (const each of [secretariat, fiji, tonga, samoa]) await hub.put(each.participant, each.key);
  routing = await runRouting(hub);
  const audience = { participants: ["TO"] };
  named = await fiji.seal({ ...leastDraft, marking: "TLP:AMBER", audience });
  const officers = { officers: ["TO:to-chief"] };
  forOfficer = await fiji.seal({ ...leastDraft, marking: "TLP:RED", audience: officers });
  for (const notice of [named, forOfficer]) {
    await accept(hub, notice);
    await until(async () => (await hub.stored(subjects.routed(notice.ref, "first"))).length > 0);
  }
});
afterAll(async () => {
  await routing?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

function tokenOf(participant: string, role: Role, principal = `${participant}-${role}`) {
  return hub.token({ participant, principal: principal.toLowerCase(), roles: [role] });
}

async function explain(
  { ref }: Pick<TestNotice, "ref">,
  ...who: Parameters<typeof tokenOf>
): Promise<ExplainResponse> {
  const asked = { notice: ref, withFacts: true };
  return routing.call(RoutingService.explain, asked, await tokenOf(...who));
}

async function refused(...args: Parameters<typeof explain>): Promise<CallRefusal> {
  return refusalOf(explain(...args));
}

function decisionsOf({ decisions }: ExplainResponse) {
  return decisions.map(({ participant, deliver, rule }) => [participant, deliver, rule]);
}

const whole = [
  ["FJ", true, "originator"],
  ["OCO", false, "not-addressed"],
  ["TO", true, "named-participant"],
  ["WS", false, "not-addressed"],
];

test.each(["publisher", "liaison", "auditor"] as const)(
  "the origin's %s is told why each participant got the notice or did not",
  async (role) => {
    const explained = await explain(named, "FJ", role);
    expect(decisionsOf(explained)).toEqual(whole);
    expect(explained.notice).toEqual(named.ref);
    expect(Object.keys(explained.rules).sort()).toEqual([
      "named-participant",
      "not-addressed",
      "originator",
      "routing-section",
    ]);
    expect(explained.rules["not-addressed"]).toMatch(/did not address/);
  },
);

/** `TO: sub-region polynesia, marking TLP:GREEN` */
function factsIn({ facts }: ExplainResponse): string[] {
  return facts.map(
    (each) => `${each.participant}: ${each.facts.map((f) => `${f.of} ${f.value}`).join(", ")}`,
  );
}

test("the facts that made the rules hold are told with the directory they stood in: to the origin, and to a reader its own", async () => {
  const group = { id: "NORTH", name: "North", members: [{ participant: "TO" }] };
  const revision = await hub.put({ group });
  const audience = { sub_regions: ["polynesia"], groups: ["NORTH"] };
  const notice = await fiji.seal({
    ...leastDraft,
    marking: "TLP:GREEN",
    audience,
    persons: [{ name: "SAMPLE PERSON" }],
  });
  await accept(hub, notice);
  await until(async () => (await hub.stored(subjects.routed(notice.ref, "first"))).length > 0);
  // What changes later is no fact of it.
  await hub.put({ group: { ...group, members: [{ participant: "WS" }] } });

  const told = await explain(notice, "FJ", "publisher");
  expect(factsIn(told)).toEqual([
    "FJ: origin FJ, marking TLP:GREEN",
    "OCO: ",
    "TO: group NORTH, marking TLP:GREEN, purpose customs-enforcement",
    "WS: sub-region polynesia, marking TLP:GREEN, purpose customs-enforcement",
  ]);
  const tonga = told.facts[2]!;
  expect(tonga.facts[0]).toMatchObject({ rule: "group-member", revision });
  expect(tonga.facts[2]).toMatchObject({ rule: "no-agreement" });
  expect(tonga.directorySequence).toBe(told.directorySequence);
  expect(tonga.withheld).toHaveLength(told.decisions[2]!.withheld.length);
  expect(tonga.withheld).toContain(SectionType.PERSONS);
  const audited = await explain(notice, "OCO", "auditor");
  expect(factsIn(audited)).toEqual(factsIn(told));
  expect(audited.facts.flatMap(({ withheld }) => withheld)).toEqual([]);

  // The group has members whom the notice does not show.
  const own = await explain(notice, "TO", "liaison");
  expect(factsIn(own)).toEqual(["TO: marking TLP:GREEN"]);
  expect(own.facts[0]).toMatchObject({ withheld: [], directorySequence: 0 });
  expect(JSON.stringify(own)).not.toMatch(/WS|NORTH|polynesia|customs-enforcement/);

  const quick = await routing.call(
    RoutingService.explain,
    { notice: notice.ref },
    await tokenOf("FJ", "publisher"),
  );
  expect(quick).toEqual({ ...told, facts: [] });
});

test("while what made the rules hold cannot be looked up, the decision is explained all the same", async () => {
  await using directory = await followDirectory(hub.bus, {
    onMalformed: (sequence) => expect.fail(`entry ${sequence} cannot be read`),
    onFailure: (error) => expect.fail(String(error)),
  });
  let asked = 0;
  const bus: Bus = Object.create(hub.bus, {
    request: {
      value: (subject: string, payload: string, options?: RequestOptions) => {
        if (!payload.includes('"notice.')) return hub.bus.request(subject, payload, options);
        asked += 1;
        return Promise.reject(new HubError("unavailable", "no answer"));
      },
    },
  });
  const answer = explainer({ bus, committer: hub.committer, directory });
  const roles: Role[] = ["publisher"];
  const principal = "fj-publisher";
  const caller = { participant: "FJ", principal, roles, office: "", expiresAt: Date.now() + 1e6 };
  const { signal } = new AbortController();
  const call = { caller, peer: "", signal, stopping: signal };
  const explained = await answer({ notice: named.ref, withFacts: true }, call);
  expect(explained.decisions).toHaveLength(whole.length);
  expect(explained.facts).toEqual([]);
  expect(asked).toBe(1);
  await answer({ notice: named.ref, withFacts: false }, call);
  expect(asked).toBe(1);
});

test("a reader is told the group that admitted it where the notice shows its audience", async () => {
  await hub.put({ group: { id: "SHOWN", name: "Shown", members: [{ participant: "TO" }] } });
  const audience = { groups: ["SHOWN"], show: true };
  const notice = await fiji.seal({ ...leastDraft, marking: "TLP:GREEN", audience });
  await accept(hub, notice);
  await until(async () => (await hub.stored(subjects.routed(notice.ref, "first"))).length > 0);
  expect(factsIn(await explain(notice, "TO", "liaison"))).toEqual([
    "TO: group SHOWN, marking TLP:GREEN",
  ]);
});

test("the Secretariat's auditor is told all of it, its liaison officer nothing", async () => {
  expect(decisionsOf(await explain(named, "OCO", "auditor"))).toEqual(whole);
  expect((await refused(named, "OCO", "liaison")).code).toBe(5);
});

test("who holds a copy is told about itself alone", async () => {
  const explained = await explain(named, "TO", "liaison");
  expect(decisionsOf(explained)).toEqual([["TO", true, "named-participant"]]);
  expect(Object.keys(explained.rules).sort()).toEqual(["named-participant", "routing-section"]);
  expect(JSON.stringify(explained)).not.toContain("WS");
});

test("who holds none is answered exactly as for a notice that does not exist", async () => {
  const absent = await fiji.seal();
  const answers = [
    await refused(absent, "TO", "liaison"),
    await refused(absent, "FJ", "publisher"),
    await refused(named, "WS", "liaison"),
    await refused(named, "WS", "auditor"),
    await refused(named, "TO", "publisher"),
    await refused(forOfficer, "TO", "liaison"),
    await refused(forOfficer, "TO", "auditor"),
  ];
  for (const answer of answers) {
    expect(answer).toEqual({ code: 5, message: "there is no such notice", violations: [] });
  }
  expect(decisionsOf(await explain(forOfficer, "TO", "liaison", "to-chief"))).toEqual([
    ["TO", true, "named-officer"],
  ]);
});

test("each question stands in the log before its answer, whatever that is", async () => {
  const absent = await fiji.seal();
  const questions = async () =>
    (await hub.stored(subjects.record("queried")))
      .map(recordOf)
      .filter(({ principal }) => principal === "ws-asker")
      .map(({ participant, facts }) => [
        participant,
        facts?.queried?.question,
        facts?.queried?.filter,
      ]);
  await refused(named, "WS", "liaison", "ws-asker");
  expect(await questions()).toEqual([["WS", "explain", `FJ/${named.ref.id}/1`]]);
  await refused(absent, "WS", "liaison", "ws-asker");
  expect(await questions()).toHaveLength(2);
});

test("a question needs a notice by its name, a role, and an administration that takes part", async () => {
  const token = await tokenOf("TO", "liaison");
  for (const notice of [null, { origin: "FJ", id: "x.>" }, { origin: "*", id: named.ref.id }]) {
    const refusal = await refusalOf(routing.call(RoutingService.explain, { notice }, token));
    expect(refusal.code).toBe(3);
    expect(refusal.violations).toMatchObject([{ field: "notice", reason: "notice-named" }]);
  }
  expect((await refused(named, "TO", "secretariat")).violations).toMatchObject([
    { reason: "role" },
  ]);
  expect((await refused(named, "XX", "liaison")).violations).toMatchObject([
    { reason: "participant-takes-part" },
  ]);
});

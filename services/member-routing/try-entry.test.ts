import { DirectoryService, type DirectoryEntry } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import {
  openTestHub,
  recordOf,
  refusalOf,
  type ServedService,
  type TestHub,
} from "@talanoa/platform/testing/hub.ts";
import { leastDraft, testMember } from "@talanoa/platform/testing/member.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accept } from "./testing/accept.ts";
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

test("a change is tried by the Secretariat alone, and must be one that may stand", async () => {
  expect((await refusalOf(tried(fiji.agreementWith("TO"), "FJ"))).code).toBe(7);
  const refusal = await refusalOf(tried(fiji.agreementWith("XX")));
  expect(refusal.violations).toMatchObject([{ field: "agreement.to" }]);
});

import {
  NoticeLife,
  Revision,
  RoutedMarker,
  StoredCopy,
} from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import {
  openTestHub,
  recordOf,
  type ServedService,
  type TestHub,
  until,
} from "@talanoa/platform/testing/hub.ts";
import { leastDraft, testMember, type TestNotice } from "@talanoa/platform/testing/member.ts";
import { limits } from "@talanoa/sharing/notice/limits.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accept } from "./testing/accept.ts";
import { expectDecidedAgain } from "./testing/decided-again.ts";
import { runRouting } from "./testing/run-routing.ts";

const fiji = testMember("FJ");
const others = ["TO", "WS", "VU"].map((id) =>
  testMember(id, id === "VU" ? "melanesia" : "polynesia"),
);
let hub: TestHub;
let routing: ServedService | undefined;
const { CORRECTION, CHANGE } = Revision;

beforeAll(async () => {
  hub = await openTestHub();
  for (const each of [fiji, ...others]) await hub.put(each.participant, each.key);
  routing = await runRouting(hub);
});
afterAll(async () => {
  await routing?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

async function routed({ ref }: TestNotice) {
  const [marker, ...more] = await until(async () => {
    const found = await hub.stored(subjects.routed(ref, "first"));
    return found.length > 0 && found;
  });
  expect(more).toEqual([]);
  const decisions = recordOf(marker!).facts!.routed!.decisions;
  const { recipients } = RoutedMarker.decode(marker!.payload);
  const rules = new Map(decisions.map(({ participant, rule }) => [participant, rule]));
  return { recipients, sequence: marker!.sequence, rules };
}

async function route(notice: TestNotice) {
  await accept(hub, notice);
  return routed(notice);
}

const toPolynesia = { ...leastDraft, audience: "polynesia" };
const toTonga = { ...leastDraft, audience: { participants: ["TO"] } };

describe("a correction", () => {
  test("goes to exactly those who hold the version before, whatever audience it names", async () => {
    const first = await fiji.seal(toPolynesia);
    await route(first);
    const second = await fiji.revise(first, CORRECTION, { ...leastDraft, audience: "all" });
    const { recipients, rules } = await route(second);
    expect(recipients).toEqual(["FJ", "TO", "WS"]);
    expect(rules.get("TO")).toBe("earlier-reader");
    expect(rules.get("VU")).toBe("not-addressed");
    const narrowed = await fiji.revise(second, CORRECTION, toTonga);
    expect((await route(narrowed)).recipients).toEqual(["FJ", "TO", "WS"]);
  });

  test("of a notice in confidence reaches the officers who hold it, with their names", async () => {
    const draft = { ...leastDraft, marking: "TLP:RED", audience: { officers: ["TO:to-chief"] } };
    const first = await fiji.seal(draft);
    await route(first);
    const { recipients, sequence } = await route(await fiji.revise(first, CORRECTION, draft));
    expect(recipients).toEqual(["FJ", "TO"]);
    const copies = await hub.stored("feed.TO.>");
    const copy = copies.find((each) => each.sequence === sequence + 2);
    expect(StoredCopy.decode(copy!.payload).officers).toEqual(["to-chief"]);
  });

  test("has no reader whom a withhold rule stops now", async () => {
    const first = await fiji.seal(toPolynesia);
    await route(first);
    const suspended = { ...others[1]!.participant.participant, suspended: true };
    await hub.put({ participant: suspended });
    const second = await fiji.revise(first, CORRECTION, toPolynesia);
    expect((await route(second)).recipients).toEqual(["FJ", "TO"]);
    await hub.put(others[1]!.participant);
    // Who missed a version does not hold it, so what corrects it is not for it.
    const third = await fiji.revise(second, CORRECTION, toPolynesia);
    expect((await route(third)).recipients).toEqual(["FJ", "TO"]);
  });
});

describe("a change", () => {
  test("goes to its own audience: new readers get it and not the version before", async () => {
    const first = await fiji.seal(toTonga);
    await route(first);
    const draft = { ...leastDraft, audience: { participants: ["VU"] } };
    const { recipients } = await route(await fiji.revise(first, CHANGE, draft));
    expect(recipients).toEqual(["FJ", "VU"]);
    const copies = await hub.stored("feed.VU.>");
    const held = copies.map(({ payload }) => StoredCopy.decode(payload).card?.notice);
    expect(held.filter((its) => its?.id === first.ref.id).map((its) => its?.version)).toEqual([2]);
  });
});

test("versions that stand at once are routed in their order, the pressing one not before the one it corrects", async () => {
  await routing?.stop();
  const chains: TestNotice[][] = [];
  for (let i = 0; i < 10; i++) {
    const first = await fiji.seal(i % 2 ? toPolynesia : toTonga);
    const second = await fiji.revise(first, CORRECTION, { ...leastDraft, precedence: "flash" });
    const third = await fiji.revise(second, CORRECTION, { ...leastDraft, precedence: "priority" });
    chains.push([first, second, third]);
    for (const version of chains.at(-1)!) await accept(hub, version);
  }
  routing = await runRouting(hub);
  for (const [i, chain] of chains.entries()) {
    const markers = await Promise.all(chain.map(routed));
    for (const { recipients } of markers) {
      expect(recipients).toEqual(i % 2 ? ["FJ", "TO", "WS"] : ["FJ", "TO"]);
    }
    const sequences = markers.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
  }
});

test("many corrections of one notice that wait are decided in a moment", async () => {
  await routing?.stop();
  const chain = [await fiji.seal(toTonga)];
  for (let i = 1; i < limits.versions; i++) {
    const draft = { ...toTonga, precedence: i % 2 ? "flash" : "priority" };
    chain.push(await fiji.revise(chain.at(-1)!, CORRECTION, draft));
  }
  for (const version of chain) await accept(hub, version);
  routing = await runRouting(hub);
  for (const version of chain) expect((await routed(version)).recipients).toEqual(["FJ", "TO"]);
});

test("a version that comes to be routed after its notice was recalled goes to nobody", async () => {
  await routing?.stop();
  const first = await fiji.seal(toPolynesia);
  const second = await fiji.revise(first, CHANGE, { ...leastDraft, precedence: "flash" });
  for (const each of [first, second]) await accept(hub, each);
  await hub.committer.commit([
    {
      subject: subjects.life(first.ref),
      payload: NoticeLife.encode({ notice: second.ref, ending: 1 }),
      expect: { lastSequence: 0 },
    },
  ]);
  routing = await runRouting(hub);
  const { recipients, rules } = await routed(second);
  expect(recipients).toEqual([]);
  expect(new Set(rules.values())).toEqual(new Set(["recalled"]));
});

test("corrections and changes are decided again from what stands, and come to the same", async () => {
  expect((await expectDecidedAgain(hub)).first).toBeGreaterThan(10);
});

import {
  IntakeService,
  NoticeLife,
  type PublishStreamResponse,
  Revision,
} from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import {
  openTestHub,
  refusalOf,
  type ServedService,
  type TestHub,
} from "@talanoa/platform/testing/hub.ts";
import { leastDraft, testMember, type TestNotice } from "@talanoa/platform/testing/member.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { genuine, runIntake } from "./testing/run-intake.ts";

const fiji = testMember("FJ");
let hub: TestHub;
let intake: ServedService;
let token: string;
const { CORRECTION, CHANGE } = Revision;

beforeAll(async () => {
  hub = await openTestHub();
  await hub.put(fiji.participant, fiji.key);
  intake = await runIntake(hub);
  token = await hub.token({ participant: "FJ", principal: "fj-publisher", roles: ["publisher"] });
});
afterAll(async () => {
  await intake?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

async function publish({ sealed: notice }: TestNotice) {
  return genuine((await intake.call(IntakeService.publish, { notice }, token)).receipt);
}

const refused = ({ sealed: notice }: TestNotice) =>
  refusalOf(intake.call(IntakeService.publish, { notice }, token));

async function published(draft: object = leastDraft): Promise<TestNotice> {
  const notice = await fiji.seal(draft);
  await publish(notice);
  return notice;
}

describe("a later version", () => {
  test("stands after the one before, whatever its precedence, and the notice's life says so", async () => {
    const first = await published();
    const second = await fiji.revise(first, CORRECTION, { ...leastDraft, precedence: "flash" });
    const third = await fiji.revise(second, CHANGE);
    expect(await publish(second)).toMatchObject({ id: first.ref.id, version: 2 });
    expect(await publish(third)).toMatchObject({ version: 3 });
    const life = await hub.stored(subjects.life(first.ref));
    expect(life.map(({ payload }) => NoticeLife.decode(payload).notice?.version)).toEqual([2, 3]);
  });

  test("sent again gets its first receipt, also when a later one stands", async () => {
    const first = await published();
    const second = await fiji.revise(first, CORRECTION);
    const receipt = await publish(second);
    expect(await publish(second)).toEqual(receipt);
    await publish(await fiji.revise(second, CORRECTION));
    expect(await publish(second)).toEqual(receipt);
    expect(await hub.stored(subjects.noticeAnyPrecedence(second.ref))).toHaveLength(1);
  });

  test.each([
    ["the one before stands", { version: 3 }, CHANGE, leastDraft, "version-next"],
    [
      "it names the one before",
      { previousDigest: randomBytes(32) },
      CORRECTION,
      leastDraft,
      "previous-of-version",
    ],
    [
      "its exercise flag is that of the one before",
      {},
      CORRECTION,
      { ...leastDraft, exercise: true },
      "exercise-kept",
    ],
    [
      "its kind is that of the one before",
      {},
      CHANGE,
      {
        kind: "operation",
        title: "Sweep",
        operation: {
          name: "Sweep",
          phase: "planning",
          starts: "2025-01-14",
          objective: "Yachts",
          participants: ["FJ"],
        },
        marking: "TLP:GREEN",
      },
      "kind-kept",
    ],
    [
      "a correction keeps the marking",
      {},
      CORRECTION,
      { ...leastDraft, marking: "TLP:CLEAR" },
      "marking-kept",
    ],
    ["it says what it is", {}, Revision.UNSPECIFIED, leastDraft, "revision-said"],
  ] as const)("is taken only when %s", async (_, changes, revision, draft, rule) => {
    const first = await published();
    const refusal = await refused(await fiji.revise(first, revision, draft, changes));
    expect(refusal.code).toBe(3);
    expect(refusal.violations.map(({ reason }) => reason)).toEqual([rule]);
    expect(await hub.stored(subjects.life(first.ref))).toEqual([]);
  });

  test("is refused for a notice that is not there, and of another one that stands", async () => {
    const absent = { ref: { origin: "FJ", id: newId(Date.now(), randomBytes), version: 1 } };
    const lost = await fiji.revise({ ...absent, digest: randomBytes(32) }, CHANGE);
    expect((await refused(lost)).violations).toMatchObject([{ reason: "version-next" }]);
    const first = await published();
    await publish(await fiji.revise(first, CORRECTION));
    const other = await refused(await fiji.revise(first, CORRECTION));
    expect(other.code).toBe(6);
    expect(other.violations).toMatchObject([{ field: "id", reason: "notice-exists" }]);
  });

  test("is one of many that race for its place: one gets a receipt, the others are told that it stands", async () => {
    const first = await published();
    const rivals = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        fiji.revise(first, i % 2 ? CORRECTION : CHANGE, { ...leastDraft, title: `Rival ${i}` }),
      ),
    );
    const outcomes = await Promise.all(
      rivals.map(async (rival) => {
        try {
          return (await publish(rival)).version;
        } catch (error) {
          const { violations } = await refusalOf(Promise.reject(error as Error));
          return violations[0]?.reason;
        }
      }),
    );
    expect(outcomes.filter((outcome) => outcome === 2)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "notice-exists")).toHaveLength(11);
    const [standing, ...more] = await hub.stored(
      subjects.noticeAnyPrecedence({ ...first.ref, version: 2 }),
    );
    expect(standing).toBeDefined();
    expect(more).toEqual([]);
    expect(await hub.stored(subjects.life(first.ref))).toHaveLength(1);
  });
});

test("versions of many notices on one call are taken in their order", async () => {
  const chains = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const versions = [await fiji.seal()];
      for (let i = 0; i < 3; i++) {
        versions.push(await fiji.revise(versions.at(-1)!, i % 2 ? CORRECTION : CHANGE));
      }
      return versions;
    }),
  );
  const call = intake.open(IntakeService.publishStream, token);
  const answers: PublishStreamResponse[] = [];
  call.on("data", (answer: PublishStreamResponse) => answers.push(answer));
  // All versions of one beside each other, and one notice after the other.
  for (const { sealed: notice } of chains.flat()) call.write({ notice });
  call.end();
  await once(call, "end");
  expect(answers.flatMap(({ refusal }) => refusal ?? [])).toEqual([]);
  const versions = await Promise.all(
    answers.map(async ({ receipt }) => (await genuine(receipt)).version),
  );
  expect(versions).toEqual(chains.flatMap(() => [1, 2, 3, 4]));
});

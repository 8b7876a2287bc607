import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import {
  IntakeService,
  type PublishStreamResponse,
  type SealedNotice,
} from "@talanoa/contract/generated/talanoa.ts";
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
import { afterAll, beforeAll, expect, test } from "vitest";
import { genuine, runIntake } from "./testing/run-intake.ts";

const fiji = testMember("FJ");
let hub: TestHub;
let intake: ServedService;
let token: string;

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

function many(count: number, draft: object = leastDraft): Promise<TestNotice[]> {
  return Promise.all(Array.from({ length: count }, () => fiji.seal(draft)));
}

/** Resolves when this process, which is client and hub here, has nothing left to do, however slow the machine. */
async function standstill(): Promise<void> {
  for (let busy = 1; busy > 0.1;) {
    const before = performance.eventLoopUtilization();
    await sleep(500);
    busy = performance.eventLoopUtilization(before).utilization;
  }
}

/** Sends all, closes its side, and collects the answers. */
async function stream(
  notices: readonly { sealed: SealedNotice | null }[],
  of = intake,
): Promise<PublishStreamResponse[]> {
  const call = of.open(IntakeService.publishStream, token);
  const answers: PublishStreamResponse[] = [];
  call.on("data", (answer: PublishStreamResponse) => answers.push(answer));
  for (const { sealed: notice } of notices) if (!call.write({ notice })) await once(call, "drain");
  call.end();
  await once(call, "end");
  return answers;
}

test("many notices on one call get their receipts in the order in which they were sent", async () => {
  const notices = await many(700);
  const answers = await stream(notices);
  expect(answers).toHaveLength(700);
  const ids = await Promise.all(answers.map(async ({ receipt }) => (await genuine(receipt)).id));
  expect(ids).toEqual(notices.map(({ ref }) => ref.id));
});

test("a notice of very many parts is not read", async () => {
  const [{ sealed }] = (await many(1)) as [TestNotice];
  const sections = Array.from({ length: 200_000 }, () => new Uint8Array());
  const refusal = await refusalOf(
    intake.call(IntakeService.publish, { notice: { ...sealed, sections } }, token),
  );
  expect(refusal.code).toBe(3);
  expect(refusal.message).toContain("too many parts");
});

test("the refusal of one does not end the call, nor touch its neighbours", async () => {
  const [one, two, three] = await many(3);
  const wrong = await fiji.seal({ ...leastDraft, audience: { participants: ["ZZ"] } });
  const answers = await stream([one!, wrong, { sealed: null }, two!, one!, three!]);
  expect(answers.map(({ receipt }) => receipt !== null)).toEqual([
    true,
    false,
    false,
    true,
    true,
    true,
  ]);
  expect(answers[1]?.refusal).toMatchObject({
    code: 3,
    violations: [{ field: "audience.participants[0]", reason: "participant-in-directory" }],
  });
  expect(answers[2]?.refusal?.violations).toMatchObject([{ reason: "notice-required" }]);
  expect(answers[4]?.receipt).toEqual(answers[0]?.receipt);
});

test("who does not read the answers is no longer read from, and loses none of them", async () => {
  const principal = "fj-deaf";
  const deaf = await hub.token({ participant: "FJ", principal, roles: ["publisher"] });
  // Each is refused with 200 sentences: some hundred answers fill what the connection holds.
  const participants = Array.from({ length: 200 }, (_, i) => `Z${i}`);
  const { sealed: notice } = await fiji.seal({ ...leastDraft, audience: { participants } });
  const refused = async () =>
    (await hub.stored(subjects.record("refused")))
      .map(recordOf)
      .filter((record) => record.principal === principal)
      .reduce((sum, { facts }) => sum + (facts?.refused?.count ?? 0), 0);
  {
    await using narrow = await runIntake(hub, { TALANOA_STREAM_IN_FLIGHT: "16" });
    const call = narrow.open(IntakeService.publishStream, deaf);
    call.on("error", () => {});
    // A client of grpc-js holds the server back only once it has begun to read.
    call.once("data", () => call.pause());
    const begun = once(call, "data");
    for (let i = 0; i < 1_500; i++) call.write({ notice });
    await begun;
    await standstill();
    call.cancel();
  }
  const handled = await refused();
  expect(handled).toBeGreaterThan(16);
  expect(handled).toBeLessThan(1_500);

  const call = intake.open(IntakeService.publishStream, token);
  for (let i = 0; i < 400; i++) call.write({ notice });
  call.end({ notice: (await fiji.seal()).sealed });
  await sleep(1_000);
  const answers: PublishStreamResponse[] = [];
  call.on("data", (answer: PublishStreamResponse) => answers.push(answer));
  await once(call, "end");
  expect(answers.map(({ receipt }) => receipt !== null)).toEqual([...Array(400).fill(false), true]);
});

test("a cancelled call begins nothing more, and the intake serves others", async () => {
  await using narrow = await runIntake(hub, {
    TALANOA_STREAMED_PER_SECOND: "20",
    TALANOA_STREAMED_BURST: "1",
  });
  const before = (await hub.stored("notice.>")).length;
  const call = narrow.open(IntakeService.publishStream, token);
  call.on("error", () => {});
  call.on("data", () => {});
  for (const { sealed: notice } of await many(200)) call.write({ notice });
  await until(async () => (await hub.stored("notice.>")).length > before + 2);
  call.cancel();
  // What was under way is finished; a rate of 20 a second would show within the time that is waited.
  let after;
  let last;
  do {
    after = last;
    await sleep(500);
    last = (await hub.stored("notice.>")).length;
  } while (last !== after);
  expect(last - before).toBeLessThan(200);
  const { sealed: notice } = await fiji.seal();
  expect((await narrow.call(IntakeService.publish, { notice }, token)).receipt).not.toBeNull();
});

test("a stream that is faster than its rate is paced, not refused", async () => {
  await using paced = await runIntake(hub, {
    TALANOA_STREAMED_PER_SECOND: "100",
    TALANOA_STREAMED_BURST: "10",
  });
  const notices = await many(60);
  const started = performance.now();
  const answers = await stream(notices, paced);
  expect(answers.every(({ receipt }) => receipt)).toBe(true);
  expect(performance.now() - started).toBeGreaterThan(450);
});

test("a stream ends when its token does, after the answers to what came before", async () => {
  const brief = await hub.token({
    participant: "FJ",
    principal: "fj-brief",
    roles: ["publisher"],
    expiresIn: 4,
  });
  const call = intake.open(IntakeService.publishStream, brief);
  const answers: PublishStreamResponse[] = [];
  call.on("data", (answer: PublishStreamResponse) => answers.push(answer));
  const failed = once(call, "error") as Promise<[{ code: number }]>;
  const [one, two] = await many(2);
  call.write({ notice: one!.sealed });
  await until(async () => answers.length === 1);
  await sleep(4_000);
  call.write({ notice: two!.sealed });
  const [error] = await failed.catch((thrown: { code: number }) => [thrown]);
  expect(error.code).toBe(16);
  expect(await hub.stored(subjects.noticeAnyPrecedence(two!.ref))).toEqual([]);
});

test("what is under way when the intake stops is answered before the call ends", async () => {
  const stopping = await runIntake(hub);
  const call = stopping.open(IntakeService.publishStream, token);
  const answers: PublishStreamResponse[] = [];
  call.on("data", (answer: PublishStreamResponse) => answers.push(answer));
  const failed = new Promise<{ code: number }>((resolve) => call.on("error", resolve as never));
  const notices = await many(100);
  for (const { sealed: notice } of notices) call.write({ notice });
  await until(async () => answers.length > 0);
  // The client's own close is left away: only the service stops.
  await stopping.stop();
  expect((await failed).code).toBe(14);
  const ids = new Set(
    await Promise.all(answers.map(async ({ receipt }) => (await genuine(receipt)).id)),
  );
  const stored = (await hub.stored("notice.>")).filter(({ subject }) =>
    notices.some(({ ref }) => subject.includes(ref.id)),
  );
  // A receipt for each notice that stands, unless the call was over before it could be said.
  expect(stored.length).toBeGreaterThanOrEqual(ids.size);
  for (const id of ids) expect(stored.some(({ subject }) => subject.includes(id))).toBe(true);
});

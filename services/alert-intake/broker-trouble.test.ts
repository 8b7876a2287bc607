import {
  Kind,
  IntakeService,
  Precedence,
  type PublishStreamResponse,
  RoutedMarker,
} from "@talanoa/contract/generated/talanoa.ts";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { recordHeader } from "@talanoa/platform/bus/record-header.ts";
import { EXCHANGE, routingLanes, subjects } from "@talanoa/contract/subjects.ts";
import { createConsumer } from "@talanoa/platform/bus/consumer.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { type CallRefusal, openTestHub, refusalOf, until } from "@talanoa/platform/testing/hub.ts";
import { leastDraft, testMember, type TestNotice } from "@talanoa/platform/testing/member.ts";
import { expect, test } from "vitest";
import { genuine, runIntake } from "./testing/run-intake.ts";

const fiji = testMember("FJ");

test("while the broker is away a publish fails promptly, and the same works when it is back", async () => {
  await using hub = await openTestHub();
  await hub.put(fiji.participant, fiji.key);
  await using intake = await runIntake(hub);
  const token = await hub.token({ participant: "FJ", principal: "fj", roles: ["publisher"] });
  const notices = await Promise.all(Array.from({ length: 40 }, () => fiji.seal()));
  const publish = ({ sealed: notice }: TestNotice) =>
    intake.call(IntakeService.publish, { notice }, token);
  await publish(notices[0]!);

  // Some are on their way when it dies.
  const caught = notices.map(publish);
  const killed = performance.now();
  await hub.killNats();
  const outcomes = await Promise.allSettled(caught);
  // Whoever waits for an answer of the broker waits 4 s for it.
  expect(performance.now() - killed).toBeLessThan(3_900);
  for (const outcome of outcomes) {
    if (outcome.status === "fulfilled") continue;
    expect((await refusalOf(Promise.reject(outcome.reason as Error))).code).toBe(14);
  }

  const started = performance.now();
  const refusal = await refusalOf(publish(await fiji.seal()));
  expect(refusal.code).toBe(14);
  expect(performance.now() - started).toBeLessThan(3_900);

  await hub.restartNats();
  const receipts = await until(async () => {
    const answers = await Promise.allSettled(notices.map(publish));
    const given = answers.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
    return given.length === notices.length && given;
  });
  for (const [i, { receipt }] of receipts.entries()) {
    const { id, sequence } = await genuine(receipt);
    expect(id).toBe(notices[i]!.ref.id);
    const standing = await hub.stored(subjects.noticeAnyPrecedence(notices[i]!.ref));
    expect(standing.map((message) => message.sequence)).toEqual([sequence]);
  }
  // What had its receipt before the kill has the very same one now.
  for (const [i, outcome] of outcomes.entries()) {
    if (outcome.status === "fulfilled") expect(receipts[i]).toEqual(outcome.value);
  }
});

test("a full stream takes no more notices, but still statements, records and what stands already", async () => {
  await using hub = await openTestHub({ maxBytes: 2 * 1024 * 1024 });
  await hub.put(fiji.participant, fiji.key);
  // Routing is there, but does not get on with its work.
  for (const { durable, filter } of routingLanes) {
    const config = { name: durable, durable_name: durable, filter_subject: filter } as const;
    await createConsumer(hub.bus, EXCHANGE, { ...config, ack_policy: "explicit" });
  }
  await using intake = await runIntake(hub);
  const token = await hub.token({
    participant: "FJ",
    principal: "fj",
    roles: ["publisher", "liaison"],
  });
  const large = { ...leastDraft, narrative: "x".repeat(19_000) };
  const first = await fiji.seal(large);
  const publish = ({ sealed: notice }: TestNotice) =>
    intake.call(IntakeService.publish, { notice }, token);
  const receipt = await publish(first);
  const refusals: CallRefusal[] = [];
  for (let i = 0; i < 200 && refusals.length === 0; i++) {
    const notice = await fiji.seal(large);
    await publish(notice).catch(async (error: unknown) => {
      refusals.push(await refusalOf(Promise.reject(error as Error)));
    });
  }
  const [refused] = refusals;
  expect(refused?.code).toBe(8);
  expect(refused?.violations).toMatchObject([{ field: "notice", reason: "hub-full" }]);
  expect(await publish(first)).toEqual(receipt);
  await putMarker(hub, first);
  // There is room for all that routing still has to write, and for more than that.
  const standing = await hub.stored("notice.>");
  expect(standing.length).toBeGreaterThan(20);
  const subject = subjects.feed("FJ", Precedence.ROUTINE, Kind.ALERT);
  for (const { payload } of standing) {
    await hub.committer.commit([{ subject, payload, messageId: randomUUID() }]);
  }
  const { bytes, maxBytes } = await readStreamUsage(hub.bus);
  expect(bytes).toBeLessThan(maxBytes * 0.95);
  expect(bytes).toBeGreaterThan(maxBytes * 0.8);
  const statement = await fiji.acknowledge(first, "fj");
  const stated = await intake.call(IntakeService.state, { statement }, token);
  expect((await genuine(stated.receipt)).sequence).toBeGreaterThan(0);
  await until(async () => (await hub.stored(subjects.record("refused"))).length > 0);

  const call = intake.open(IntakeService.publishStream, token);
  const answers: PublishStreamResponse[] = [];
  call.on("data", (answer: PublishStreamResponse) => answers.push(answer));
  call.write({ notice: (await fiji.seal()).sealed });
  call.write({ notice: first.sealed });
  await until(async () => answers.length === 2);
  call.end();
  await once(call, "end");
  expect(answers[0]?.refusal?.code).toBe(8);
  expect(answers[1]?.receipt).toEqual(receipt.receipt);
});

/** The marker as routing puts it for a notice that its origin alone gets. */
async function putMarker(
  hub: Awaited<ReturnType<typeof openTestHub>>,
  { ref, digest }: TestNotice,
): Promise<void> {
  const decisions = [{ participant: ref.origin, deliver: true, rule: "originator" }];
  const facts = { routed: { notice: ref, digest, cause: "first", decisions } };
  await hub.committer.commit([
    {
      subject: subjects.routed(ref, "first"),
      payload: RoutedMarker.encode({
        card: { notice: ref, precedence: Precedence.ROUTINE },
        recipients: [ref.origin],
        digest,
      }),
      headers: recordHeader({ nonce: randomBytes(16), at: Date.now(), facts }),
      expect: { lastSequence: 0 },
    },
  ]);
}

import { randomBytes } from "node:crypto";
import {
  IntakeService,
  Kind,
  Precedence,
  Revision,
  RoutedMarker,
  type Statement,
  WithdrawalReason,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { recordHeader } from "@talanoa/platform/bus/record-header.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import {
  openTestHub,
  refusalOf,
  type ServedService,
  type TestHub,
} from "@talanoa/platform/testing/hub.ts";
import { leastDraft, testMember, type TestNotice } from "@talanoa/platform/testing/member.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { genuine, runIntake } from "./testing/run-intake.ts";

const fiji = testMember("FJ");
const tonga = testMember("TO", "polynesia");
const samoa = testMember("WS", "polynesia");
let hub: TestHub;
let intake: ServedService;

beforeAll(async () => {
  hub = await openTestHub();
  for (const member of [fiji, tonga, samoa]) await hub.put(member.participant, member.key);
  intake = await runIntake(hub);
});
afterAll(async () => {
  await intake?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

const requestDraft = {
  kind: "request",
  title: "Owner of a yacht",
  request: { type: "information", text: "Who owns it?", answer_by: "2190-01-01" },
  marking: "TLP:AMBER",
  audience: { participants: ["TO"] },
};

/** A notice of Fiji with a marker as routing puts it, for Tonga or some officers of it. */
async function routed(
  { draft = requestDraft as object, kind = Kind.REQUEST as Kind, exercise = false } = {},
  officers: string[] = [],
): Promise<TestNotice> {
  const notice = await fiji.seal({ ...draft, exercise });
  const { ref, digest } = notice;
  const decisions = [
    { participant: "FJ", deliver: true, rule: "originator" },
    { participant: "TO", deliver: true, rule: "named-participant", officers },
    { participant: "WS", deliver: false, rule: "not-addressed" },
  ];
  const facts = { routed: { notice: ref, digest, cause: "first", decisions } };
  await hub.committer.commit([
    {
      subject: subjects.routed(ref, "first"),
      payload: RoutedMarker.encode({
        card: { notice: ref, kind, precedence: Precedence.ROUTINE },
        recipients: ["FJ", "TO"],
        digest,
      }),
      headers: recordHeader({ nonce: randomBytes(16), at: Date.now(), exercise, facts }),
      expect: { lastSequence: 0 },
    },
  ]);
  return notice;
}

function replyTo({ ref, digest }: Pick<TestNotice, "ref" | "digest">) {
  return {
    kind: "reply",
    title: "The owner",
    reply: {
      request: `${ref.origin}/${ref.id}/${ref.version}`,
      request_digest: Buffer.from(digest).toString("hex"),
      state: "answered",
      text: "Sample Trading.",
    },
    marking: "TLP:AMBER",
    audience: { participants: [ref.origin] },
  };
}

function token(participant: string, role: "publisher" | "liaison" = "liaison") {
  const principal = `${participant.toLowerCase()}-${role}`;
  return hub.token({ participant, principal, roles: [role] });
}

async function publish({ sealed }: TestNotice, as: Promise<string>) {
  return intake.call(IntakeService.publish, { notice: sealed }, await as);
}

test("an officer answers a request that its administration holds, and so does its publisher", async () => {
  const request = await routed();
  for (const role of ["liaison", "publisher"] as const) {
    const reply = await tonga.seal(replyTo(request));
    const { receipt } = await publish(reply, token("TO", role));
    expect(await genuine(receipt)).toMatchObject({ origin: "TO", id: reply.ref.id, version: 1 });
  }
  const limited = await routed({}, ["to-customs-head"]);
  const reply = await tonga.seal(replyTo(limited));
  await genuine((await publish(reply, token("TO", "publisher"))).receipt);
});

test("a liaison officer publishes requests and replies, and nothing else", async () => {
  await genuine((await publish(await fiji.seal(requestDraft), token("FJ"))).receipt);
  const refusal = await refusalOf(publish(await fiji.seal(leastDraft), token("FJ")));
  expect(refusal).toMatchObject({ code: 7, violations: [{ field: "caller", reason: "role" }] });
});

test("a request that asks its own origin is refused by its field", async () => {
  const audience = { participants: ["TO", "FJ"], officers: ["FJ:fj-chief"] };
  const asksItself = await fiji.seal({ ...requestDraft, audience });
  const refusal = await refusalOf(publish(asksItself, token("FJ")));
  expect(refusal).toMatchObject({
    code: 3,
    violations: [
      { field: "audience.participants[1]", reason: "request-of-others" },
      { field: "audience.officers[0]", reason: "request-of-others" },
    ],
  });
  expect(await hub.stored(subjects.noticeAnyPrecedence(asksItself.ref))).toEqual([]);
});

test("a reply to what one does not hold is refused as a reply to what does not exist", async () => {
  const request = await routed();
  const alert = await routed({ draft: leastDraft, kind: Kind.ALERT });
  const nothing = {
    ref: { origin: "FJ", id: newId(Date.now(), randomBytes), version: 1 },
    digest: randomBytes(32),
  };
  const refusals = await Promise.all([
    // Samoa was not asked, whatever it knows.
    refusalOf(publish(await samoa.seal(replyTo(request)), token("WS"))),
    refusalOf(publish(await samoa.seal(replyTo(nothing)), token("WS"))),
    refusalOf(publish(await tonga.seal(replyTo(nothing)), token("TO"))),
    refusalOf(
      publish(await tonga.seal(replyTo({ ...request, digest: randomBytes(32) })), token("TO")),
    ),
    refusalOf(publish(await tonga.seal(replyTo(alert)), token("TO"))),
  ]);
  for (const refusal of refusals) expect(refusal).toEqual(refusals[0]);
  expect(refusals[0]).toMatchObject({
    code: 3,
    violations: [{ field: "reply.request", reason: "reply-request-held" }],
  });
});

test("an exercise and the real do not answer each other", async () => {
  const request = await routed({ exercise: true });
  const refusal = await refusalOf(publish(await tonga.seal(replyTo(request)), token("TO")));
  expect(refusal.violations).toMatchObject([{ field: "exercise", reason: "reply-exercise" }]);
  const inExercise = await tonga.seal({ ...replyTo(request), exercise: true });
  await genuine((await publish(inExercise, token("TO"))).receipt);
});

const takenBack: { says: Init<Statement>; rule: string; word: string }[] = [
  { says: { withdrawn: {} }, rule: "request-withdrawn", word: "withdrawn" },
  {
    says: { recalled: { reason: WithdrawalReason.NO_LONGER_NEEDED } },
    rule: "notice-recalled",
    word: "recalled",
  },
];

test.each(takenBack)(
  "a request that was $word is answered no more, and what was answered before stands",
  async ({ says, rule, word }) => {
    const request = await routed();
    const first = await tonga.seal(replyTo(request));
    const { receipt } = await publish(first, token("TO"));
    // A supplement.
    await publish(await tonga.seal(replyTo(request)), token("TO"));
    const statement = await fiji.state(request, "fj-liaison", says);
    await intake.call(IntakeService.state, { statement }, await token("FJ"));

    const late = await tonga.seal(replyTo(request));
    const refusal = await refusalOf(publish(late, token("TO")));
    expect(refusal).toMatchObject({
      code: 9,
      violations: [
        { field: "reply.request", reason: rule, description: expect.stringContaining(word) },
      ],
    });
    expect(await hub.stored(subjects.noticeAnyPrecedence(late.ref))).toEqual([]);
    expect((await publish(first, token("TO"))).receipt).toEqual(receipt);
    const corrected = await tonga.revise(first, Revision.CORRECTION, replyTo(request));
    await genuine((await publish(corrected, token("TO"))).receipt);
  },
);

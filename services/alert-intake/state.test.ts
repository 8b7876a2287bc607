import { randomBytes } from "node:crypto";
import {
  ConsentAnswer,
  type ConsentGranted,
  Ending,
  IntakeService,
  LifeStep,
  NoticeLife,
  NoticeRef,
  Outcome,
  type ParticipantDecision,
  Precedence,
  RoutedMarker,
  SealedStatement,
  SectionType,
  Statement,
  WithdrawalReason,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { recordHeader } from "@talanoa/platform/bus/record-header.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import {
  openTestHub,
  recordOf,
  refusalOf,
  type ServedService,
  type TestHub,
  until,
} from "@talanoa/platform/testing/hub.ts";
import { testMember, type TestNotice } from "@talanoa/platform/testing/member.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { genuine, runIntake } from "./testing/run-intake.ts";

const fiji = testMember("FJ");
const tonga = testMember("TO", "polynesia");
const samoa = testMember("WS", "polynesia");
let hub: TestHub;
let intake: ServedService;
let tongan: string;

beforeAll(async () => {
  hub = await openTestHub();
  for (const member of [testMember("OCO"), fiji, tonga, samoa])
    await hub.put(member.participant, member.key);
  intake = await runIntake(hub);
  tongan = await liaison("to-liaison");
});
afterAll(async () => {
  await intake?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

function liaison(principal: string): Promise<string> {
  return hub.token({ participant: "TO", principal, roles: ["liaison"] });
}

/** A notice of Fiji with a marker as routing puts it. */
async function routed(tongas: Init<ParticipantDecision>, exercise = false): Promise<TestNotice> {
  const notice = await fiji.seal();
  const { ref, digest } = notice;
  const decisions = [
    { participant: "FJ", deliver: true, rule: "originator" },
    { participant: "TO", rule: "named-participant", ...tongas },
  ];
  const facts = { routed: { notice: ref, digest, cause: "first", decisions } };
  await hub.committer.commit([
    {
      subject: subjects.routed(ref, "first"),
      payload: RoutedMarker.encode({
        card: { notice: ref, precedence: Precedence.ROUTINE },
        recipients: decisions.flatMap(({ participant, deliver }) => (deliver ? participant : [])),
        digest,
      }),
      headers: recordHeader({ nonce: randomBytes(16), at: Date.now(), exercise, facts }),
      expect: { lastSequence: 0 },
    },
  ]);
  return notice;
}

async function state(statement: Init<SealedStatement> | null, token = tongan) {
  return intake.call(IntakeService.state, { statement }, token);
}

test("an officer acknowledges a notice that its administration holds, and has the hub's receipt", async () => {
  const notice = await routed({ deliver: true }, true);
  const sealed = await tonga.acknowledge(notice, "to-liaison");
  const receipt = await genuine((await state(sealed)).receipt);
  const { id } = Statement.decode(sealed.body);
  expect(receipt).toMatchObject({ origin: "TO", id, version: 0 });
  expect(Buffer.from(receipt.digest)).toEqual(Buffer.from(sha256(sealed.body)));

  const [message, ...more] = await hub.stored(subjects.statement("TO", id));
  expect(more).toEqual([]);
  expect(message?.sequence).toBe(receipt.sequence);
  expect(SealedStatement.decode(message!.payload)).toEqual(sealed);
  expect(recordOf(message!)).toMatchObject({
    at: receipt.acceptedAt,
    participant: "TO",
    principal: "to-liaison",
    exercise: true,
    facts: {
      acknowledged: { participant: "TO", statement: id, notice: notice.ref, keyId: tonga.keyId },
    },
  });
});

test("what is planted beside what a statement says is neither stored nor recorded", async () => {
  const notice = await routed({ deliver: true });
  const planted = Buffer.from([0xfa, 0x7f, 4, ...Buffer.from("Name")]);
  const ref = NoticeRef.decode(Buffer.concat([NoticeRef.encode(notice.ref), planted]));
  const sealed = await tonga.acknowledge(notice, "to-liaison", { notice: ref });
  expect(Buffer.from(sealed.body).includes("Name")).toBe(true);
  const beside = Buffer.concat([SealedStatement.encode(sealed), planted]);
  await state(SealedStatement.decode(beside));
  const { id } = Statement.decode(sealed.body);
  const [message] = await hub.stored(subjects.statement("TO", id));
  // The body is as it was signed.
  expect(Buffer.from(message!.payload)).toEqual(Buffer.from(SealedStatement.encode(sealed)));
  const record = Buffer.from(message!.header(RECORD_HEADER) ?? "", "base64");
  expect(record.length).toBeGreaterThan(0);
  expect(record.includes("Name")).toBe(false);
});

test("the same statement again gets the first receipt, and another under its id is refused", async () => {
  const notice = await routed({ deliver: true });
  const sealed = await tonga.acknowledge(notice, "to-liaison");
  const first = await state(sealed);
  await state(await tonga.acknowledge(notice, "to-liaison"));
  expect(await state(sealed)).toEqual(first);

  const { id } = Statement.decode(sealed.body);
  const other = await tonga.acknowledge(notice, "to-liaison", { id, issuedAt: Date.now() - 1 });
  const refusal = await refusalOf(state(other));
  expect(refusal.code).toBe(6);
  expect(refusal.violations).toMatchObject([{ field: "id", reason: "statement-exists" }]);
});

test("a notice that one was not sent is answered exactly as one that does not exist", async () => {
  const withheld = await routed({ deliver: false, rule: "not-addressed" });
  const forOthers = await routed({ deliver: true, officers: ["to-chief"] });
  const absent = await fiji.seal();
  const refusals = await Promise.all(
    [withheld, forOthers, absent].map(async (notice) =>
      refusalOf(state(await tonga.acknowledge(notice, "to-liaison"))),
    ),
  );
  for (const refusal of refusals) {
    expect(refusal).toEqual({ code: 5, message: "there is no such notice", violations: [] });
  }
  // Who only publishes is not shown what others publish.
  const publisher = await hub.token({
    participant: "TO",
    principal: "to-publisher",
    roles: ["publisher"],
  });
  const held = await routed({ deliver: true });
  const statement = await tonga.acknowledge(held, "to-publisher");
  expect((await refusalOf(state(statement, publisher))).code).toBe(5);
  // The officer who is named may.
  const chief = await liaison("to-chief");
  await state(await tonga.acknowledge(forOthers, "to-chief"), chief);
});

interface Case {
  readonly says: string;
  readonly statement: (notice: TestNotice) => Promise<Init<SealedStatement> | null>;
  readonly token?: () => Promise<string>;
  readonly code: number;
  readonly reason: string;
}
const cases: Case[] = [
  {
    says: "the role liaison or publisher",
    statement: (notice) => tonga.acknowledge(notice, "to-auditor"),
    token: () => hub.token({ participant: "TO", principal: "to-auditor", roles: ["auditor"] }),
    code: 7,
    reason: "role",
  },
  {
    says: "the caller's own principal",
    statement: (notice) => tonga.acknowledge(notice, "to-chief"),
    code: 7,
    reason: "principal-own",
  },
  {
    says: "the caller's own participant",
    statement: (notice) => fiji.acknowledge(notice, "to-liaison"),
    code: 7,
    reason: "principal-own",
  },
  {
    says: "the originator alone where it is its to say",
    statement: (notice) =>
      tonga.state(notice, "to-liaison", { recalled: { reason: WithdrawalReason.WRONG } }),
    code: 7,
    reason: "originator-alone",
  },
  { says: "a statement", statement: async () => null, code: 3, reason: "statement-required" },
  {
    says: "bytes that are one",
    statement: async () => ({ body: Buffer.from([0xff, 0xff]) }),
    code: 3,
    reason: "statement-readable",
  },
  {
    says: "a key of its participant",
    statement: async (notice) => {
      const { body, signature } = await tonga.acknowledge(notice, "to-liaison");
      return { body, signature, keyId: fiji.keyId };
    },
    code: 3,
    reason: "key-valid",
  },
  {
    says: "a signature that holds",
    statement: async (notice) => {
      const { body, keyId } = await tonga.acknowledge(notice, "to-liaison");
      return { body, keyId, signature: randomBytes(64) };
    },
    code: 3,
    reason: "signature-holds",
  },
  {
    says: "something that the hub knows",
    statement: (notice) => tonga.acknowledge(notice, "to-liaison", { acknowledged: null }),
    code: 3,
    reason: "statement-says",
  },
  {
    says: "a new id",
    statement: (notice) => {
      const id = newId(Date.now() - 31 * 24 * 3600 * 1000, randomBytes);
      return tonga.acknowledge(notice, "to-liaison", { id });
    },
    code: 3,
    reason: "id-old",
  },
  {
    says: "the digest of the notice that one holds",
    statement: ({ ref }) => tonga.acknowledge({ ref, digest: randomBytes(32) }, "to-liaison"),
    code: 3,
    reason: "digest-of-notice",
  },
];

test.each(cases)("a statement needs $says", async (of) => {
  const statement = await of.statement(await routed({ deliver: true }));
  const before = (await hub.stored("statement.>")).length;
  const refusal = await refusalOf(state(statement, (await of.token?.()) ?? tongan));
  expect(refusal.code).toBe(of.code);
  expect(refusal.violations.map(({ reason }) => reason)).toEqual([of.reason]);
  expect(await hub.stored("statement.>")).toHaveLength(before);
});

test("a refused statement is recorded with the notice that it was about", async () => {
  const token = await liaison("to-curious");
  const absent = await fiji.seal();
  await refusalOf(state(await tonga.acknowledge(absent, "to-curious"), token));
  const record = await until(async () =>
    (await hub.stored(subjects.record("refused")))
      .map(recordOf)
      .find(({ principal }) => principal === "to-curious"),
  );
  expect(record.facts?.refused).toMatchObject({
    door: "state",
    code: "not-found",
    rules: [],
    notice: absent.ref,
  });
});

describe("of a notice that has ended", () => {
  const recall = { recalled: { reason: WithdrawalReason.WRONG } };
  let fijian: string;
  beforeAll(async () => {
    fijian = await hub.token({ participant: "FJ", principal: "fj-liaison", roles: ["liaison"] });
  });

  test("nobody says any more that it was read; that copies are destroyed is taken", async () => {
    const notice = await routed({ deliver: true });
    const before = await tonga.acknowledge(notice, "to-liaison");
    const first = await state(before);
    await state(await fiji.state(notice, "fj-liaison", recall), fijian);
    // What was taken before is answered as it was.
    expect(await state(before)).toEqual(first);
    const refusal = await refusalOf(state(await tonga.acknowledge(notice, "to-liaison")));
    expect(refusal.code).toBe(9);
    expect(refusal.violations).toEqual([
      {
        field: "notice",
        reason: "notice-recalled",
        description: "Destroy your copies, and say that you did: this notice was recalled.",
      },
    ]);
    const destroyed = await tonga.state(notice, "to-liaison", { destroyed: {} });
    expect((await state(destroyed)).receipt).not.toBeNull();
  });

  test("that has expired one is told so, and what came of it may still be said", async () => {
    const notice = await routed({ deliver: true });
    const life = { notice: notice.ref, step: LifeStep.EXPIRED, ending: Ending.EXPIRED };
    await hub.committer.commit([
      {
        subject: subjects.life(notice.ref),
        payload: NoticeLife.encode(life),
        expect: { lastSequence: 0 },
      },
    ]);
    const refusal = await refusalOf(state(await tonga.acknowledge(notice, "to-liaison")));
    expect(refusal).toMatchObject({ code: 9, violations: [{ reason: "notice-expired" }] });
    const outcome = { outcome: { outcome: Outcome.OFFENCE_FOUND } };
    expect((await state(await tonga.state(notice, "to-liaison", outcome))).receipt).not.toBeNull();
    // Nothing of it goes on: the end stays the last that is known of it.
    const last = await readMessage(hub.bus, EXCHANGE, { last_by_subj: subjects.life(notice.ref) });
    expect(NoticeLife.decode(last!.payload).step).toBe(LifeStep.EXPIRED);
  });
});

test("a request is withdrawn once, also by two at once, and not once it is recalled", async () => {
  const fijian = await hub.token({
    participant: "FJ",
    principal: "fj-liaison",
    roles: ["liaison"],
  });
  const notice = await routed({ deliver: true });
  const withdraw = () => fiji.state(notice, "fj-liaison", { withdrawn: {} });
  const both = [await withdraw(), await withdraw()];
  const ended = await Promise.allSettled(both.map((sealed) => state(sealed, fijian)));
  expect(ended.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const taken = ended.findIndex(({ status }) => status === "fulfilled");
  expect(ended[taken]).toMatchObject({ value: await state(both[taken]!, fijian) });
  const again = await refusalOf(state(await withdraw(), fijian));
  expect(again).toMatchObject({
    code: 9,
    violations: [{ field: "notice", reason: "withdrawn-once" }],
  });
  const recalled = { recalled: { reason: WithdrawalReason.WRONG } };
  await state(await fiji.state(notice, "fj-liaison", recalled), fijian);
  const late = await refusalOf(state(await withdraw(), fijian));
  expect(late).toMatchObject({ code: 9, violations: [{ reason: "notice-recalled" }] });
});

describe("consent", () => {
  let fijian: string;
  beforeAll(async () => {
    fijian = await hub.token({ participant: "FJ", principal: "fj-liaison", roles: ["liaison"] });
  });

  async function ask(notice: TestNotice, participant = "WS"): Promise<string> {
    const sealed = await tonga.state(notice, "to-liaison", { consentAsked: { participant } });
    await state(sealed);
    return Statement.decode(sealed.body).id;
  }
  function answer(notice: TestNotice, more: Init<ConsentGranted>, says = "consentGranted") {
    const said = { participant: "WS", asker: "TO", ...more };
    return fiji.state(notice, "fj-liaison", { [says]: said });
  }
  async function refused(sealed: SealedStatement, token = fijian) {
    const refusal = await refusalOf(state(sealed, token));
    return refusal.violations.map(({ field, reason }) => `${field} ${reason}`);
  }

  test("is granted once for a question, and stands beside what finds it by the notice", async () => {
    const notice = await routed({ deliver: true });
    const asked = await ask(notice);
    const sealed = await answer(notice, { asked, sections: [SectionType.PLACES] });
    const first = await state(sealed, fijian);
    expect(await state(sealed, fijian)).toEqual(first);
    const { id } = Statement.decode(sealed.body);
    const [message] = await hub.stored(subjects.statement("FJ", id));
    const [found, ...more] = await hub.stored(subjects.consentAnswers(notice.ref));
    expect(more).toEqual([]);
    expect(found!.sequence).toBe(message!.sequence + 1);
    expect(ConsentAnswer.decode(found!.payload)).toMatchObject({
      statement: id,
      participant: "WS",
      granted: true,
    });
    for (const says of ["consentGranted", "consentRefused"]) {
      expect(await refused(await answer(notice, { asked }, says))).toEqual(["asked answered-once"]);
    }
    expect(await hub.stored(subjects.consentAnswers(notice.ref))).toHaveLength(1);
  });

  test("is granted and refused at once, and one of the two stands", async () => {
    const notice = await routed({ deliver: true });
    const asked = await ask(notice);
    const both = await Promise.all([
      answer(notice, { asked }),
      answer(notice, { asked }, "consentRefused"),
    ]);
    const ended = await Promise.allSettled(both.map((sealed) => state(sealed, fijian)));
    expect(ended.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await hub.stored(subjects.consentAnswers(notice.ref))).toHaveLength(1);
  });

  test("is asked for once, by two of one administration at once too, until it is refused", async () => {
    const notice = await routed({ deliver: true });
    const question = (participant = "WS") =>
      tonga.state(notice, "to-liaison", { consentAsked: { participant } });
    const both = [await question(), await question()];
    const ended = await Promise.allSettled(both.map((sealed) => state(sealed)));
    expect(ended.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const first = both[ended.findIndex(({ status }) => status === "fulfilled")]!;
    const receipt = await state(first);
    const waits = ["participant question-waits"];
    expect(await refused(await question(), tongan)).toEqual(waits);
    // For another participant is another question.
    await ask(notice, "OCO");

    const { id: asked } = Statement.decode(first.body);
    await state(await answer(notice, { asked }, "consentRefused"), fijian);
    const again = await ask(notice);
    expect(await refused(await question(), tongan)).toEqual(waits);
    // What was asked before has its first answer, whatever came of it.
    expect(await state(first)).toEqual(receipt);

    // Some sections leave the rest to be asked for.
    const some = await answer(notice, { asked: again, sections: [SectionType.PLACES] });
    await state(some, fijian);
    const rest = await ask(notice);
    await state(await answer(notice, { asked: rest }), fijian);
    expect(await hub.stored(subjects.consentQuestion(notice.ref, "TO", "WS"))).toHaveLength(3);

    // A grant may have given less than it said, as without an agreement: the same may be asked anew.
    await ask(notice);
    expect(await refused(await question(), tongan)).toEqual(waits);
  });

  test("is asked for by each reader on its own, and for nothing that was recalled", async () => {
    const notice = await routed({ deliver: true });
    await ask(notice);
    const own = await fiji.state(notice, "fj-liaison", { consentAsked: { participant: "WS" } });
    expect(await state(own, fijian)).toMatchObject({ receipt: {} });
    const recalled = { recalled: { reason: WithdrawalReason.WRONG } };
    await state(await fiji.state(notice, "fj-liaison", recalled), fijian);
    const late = await tonga.state(notice, "to-liaison", { consentAsked: { participant: "OCO" } });
    expect(await refused(late, tongan)).toEqual(["notice notice-recalled"]);
  });

  test("that nobody asked for, of this version and for this participant, is refused", async () => {
    const notice = await routed({ deliver: true });
    const other = await routed({ deliver: true });
    const asked = await ask(notice, "OCO");
    const elsewhere = await ask(other);
    const nobody = newId(Date.now(), randomBytes);
    for (const wrong of [asked, elsewhere, nobody]) {
      expect(await refused(await answer(notice, { asked: wrong }))).toEqual(["asked asked-stands"]);
    }
    const acknowledged = await tonga.acknowledge(notice, "to-liaison");
    await state(acknowledged);
    const { id } = Statement.decode(acknowledged.body);
    expect(await refused(await answer(notice, { asked: id }))).toEqual(["asked asked-stands"]);
    expect(await hub.stored(subjects.consentAnswers(notice.ref))).toEqual([]);
  });

  test("is asked for a participant of the directory other than the two, whoever holds a copy", async () => {
    const notice = await routed({ deliver: true });
    const asking = (participant: string) =>
      tonga.state(notice, "to-liaison", { consentAsked: { participant } });
    expect(await refused(await asking("ZZ"), tongan)).toEqual([
      "participant participant-in-directory",
    ]);
    for (const one of ["TO", "FJ"]) {
      expect(await refused(await asking(one), tongan)).toEqual(["participant further-participant"]);
    }
  });

  test("gives who was granted the standing of a reader", async () => {
    const notice = await routed({ deliver: true });
    const token = await hub.token({
      participant: "WS",
      principal: "ws-liaison",
      roles: ["liaison"],
    });
    const acknowledged = await samoa.acknowledge(notice, "ws-liaison");
    expect((await refusalOf(state(acknowledged, token))).code).toBe(5);
    const decisions = [{ participant: "WS", deliver: true, rule: "consent" }];
    const facts = { routed: { notice: notice.ref, cause: "grant", decisions } };
    await hub.committer.commit([
      {
        subject: subjects.routed(notice.ref, "grant"),
        payload: RoutedMarker.encode({ recipients: ["WS"], digest: notice.digest }),
        headers: recordHeader({ nonce: randomBytes(16), at: Date.now(), facts }),
        expect: { lastSequence: 0 },
      },
    ]);
    expect((await state(acknowledged, token)).receipt).not.toBeNull();
    expect((await state(await tonga.acknowledge(notice, "to-liaison"))).receipt).not.toBeNull();
  });
});

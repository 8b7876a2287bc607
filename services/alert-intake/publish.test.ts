import { randomBytes } from "node:crypto";
import {
  IntakeService,
  NoticeHeader,
  OperationPhase,
  type Record,
  SealedNotice,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { recordHeader } from "@talanoa/platform/bus/record-header.ts";
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
import { newId } from "@talanoa/sharing/notice/id.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { genuine, runIntake } from "./testing/run-intake.ts";

const fiji = testMember("FJ");
const tonga = testMember("TO", "polynesia");
const samoa = testMember("WS", "polynesia");
let hub: TestHub;
let intake: ServedService;
let fijian: string;
let tongan: string;

beforeAll(async () => {
  hub = await openTestHub();
  for (const member of [fiji, tonga, samoa]) await hub.put(member.participant, member.key);
  await hub.put({ group: { id: "BOATS", name: "Small craft", members: [{ participant: "TO" }] } });
  intake = await runIntake(hub);
  fijian = await publisher("FJ");
  tongan = await publisher("TO");
});
afterAll(async () => {
  await intake?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

function publisher(participant: string): Promise<string> {
  const principal = `${participant.toLowerCase()}-publisher`;
  return hub.token({ participant, principal, roles: ["publisher"] });
}

async function publish(notice: Init<SealedNotice>, token = fijian) {
  return intake.call(IntakeService.publish, { notice }, token);
}

async function standing({ ref }: Pick<TestNotice, "ref">) {
  return hub.stored(subjects.noticeAnyPrecedence(ref));
}

describe("a notice that is in order", () => {
  test("stands in the stream as it was sealed, with its record, when its receipt is given", async () => {
    const notice = await fiji.seal({ ...leastDraft, precedence: "flash", exercise: true });
    const { receipt: signed, warnings } = await publish(notice.sealed);
    const receipt = await genuine(signed);
    expect(warnings).toEqual([]);
    expect(receipt).toMatchObject({ origin: "FJ", id: notice.ref.id, version: 1 });
    expect(Buffer.from(receipt.digest)).toEqual(Buffer.from(notice.digest));

    const [message, ...more] = await standing(notice);
    expect(more).toEqual([]);
    expect(message?.subject).toBe(`notice.flash.FJ.${notice.ref.id}.1`);
    expect(message?.sequence).toBe(receipt.sequence);
    expect(SealedNotice.decode(message!.payload)).toEqual(notice.sealed);
    const record = recordOf(message!);
    expect(record).toMatchObject({
      at: receipt.acceptedAt,
      participant: "FJ",
      principal: "fj-publisher",
      exercise: true,
      facts: {
        accepted: { notice: notice.ref, keyId: fiji.keyId, kind: 1, tlp: 2, precedence: 4 },
      },
    });
    expect(record.nonce).toHaveLength(16);
  });

  test("has its personal sections on subjects of their own, right after it", async () => {
    const persons = [{ name: "A. Nother", role: "courier" }];
    const draft = { ...leastDraft, persons, audience: { participants: ["TO"] } };
    const notice = await fiji.seal(draft);
    const { sequence } = await genuine((await publish(notice.sealed)).receipt);

    const [message] = await standing(notice);
    expect(Buffer.from(message!.payload).includes("A. Nother")).toBe(false);
    const apart = openNotice(notice.sealed).sections.find(({ category }) => category === 3)!;
    const stored = await hub.stored(`section.FJ.${notice.ref.id}.1.*`);
    expect(stored.map(({ subject, sequence: at }) => [subject, at])).toEqual([
      [subjects.section(notice.ref, apart.place), sequence + 1],
    ]);
    expect(Buffer.from(stored[0]!.payload)).toEqual(Buffer.from(apart.bytes));
  });

  test("is stored without what was added to it beside what its origin signed", async () => {
    const notice = await fiji.seal();
    // A field that no version of the contract has, as a careless or curious client may send.
    const junk = Buffer.concat([
      SealedNotice.encode(notice.sealed),
      Buffer.from([0xfa, 0x07, 4]),
      Buffer.from("junk"),
    ]);
    const request = Buffer.concat([
      Buffer.from([0x0a, (junk.length & 0x7f) | 0x80, junk.length >> 7]),
      junk,
    ]);
    const method = { ...IntakeService.publish, requestSerialize: () => request };
    await genuine((await intake.call(method, {}, fijian)).receipt);
    const [message] = await standing(notice);
    expect(Buffer.from(message!.payload)).toEqual(Buffer.from(SealedNotice.encode(notice.sealed)));
  });

  test("is told what is odd about it, and is accepted all the same", async () => {
    const notice = await fiji.seal({
      ...leastDraft,
      where: { name: "Somewhere", unlocode: "FJZZZ" },
    });
    const { receipt, warnings } = await publish(notice.sealed);
    expect(receipt).not.toBeNull();
    expect(warnings.map(({ reason }) => reason)).toContain("unlocode-unknown");
  });
});

describe("a notice to a joint operation", () => {
  const joint = (
    id: string,
    participants: readonly string[],
    phase: OperationPhase = OperationPhase.ACTION,
  ) => ({
    operation: {
      id,
      phase,
      participants: participants.map((participant) => ({ participant, period: { from: 1 } })),
    },
  });
  const to = (...operations: string[]) =>
    fiji.seal({ ...leastDraft, marking: "TLP:AMBER", audience: { operations } });

  test("stands with what finds it by the operation", async () => {
    await hub.put(joint("FJ-OURS", ["FJ", "TO"]));
    await until(async () => (await refusalOrNull(to("FJ-OURS"), fijian)) === null);
    const notice = await to("FJ-OURS");
    await publish(notice.sealed);
    const [message] = await standing(notice);
    const [found] = await hub.stored(subjects.operationNotice("FJ-OURS", notice.ref));
    expect(found).toMatchObject({ sequence: message!.sequence + 1, payload: Buffer.alloc(0) });
  });

  test("in which one has no part is refused as one that does not exist, and a closed one for what it is", async () => {
    await hub.put(joint("TO-THEIRS", ["TO"]), joint("FJ-OVER", ["FJ"], OperationPhase.CLOSED));
    await until(async () => (await refusalOrNull(to("FJ-OVER"), fijian)) === "operation-open");
    const [theirs, none] = await Promise.all(
      ["TO-THEIRS", "TO-NONE"].map(async (id) => refusalOf(publish((await to(id)).sealed))),
    );
    expect(theirs).toEqual(none);
    expect(theirs!.violations).toMatchObject([
      { field: "audience.operations[0]", reason: "operation-in-directory" },
    ]);
  });
});

test("who names one without an agreement is told that it gets no personal data, and with one nothing", async () => {
  const persons = [{ name: "A. Nother" }];
  const draft = { ...leastDraft, persons, audience: { participants: ["FJ", "WS", "TO"] } };
  const warned = async () => {
    const { warnings } = await publish((await fiji.seal(draft)).sealed);
    return warnings.map(({ field, reason }) => `${field} ${reason}`);
  };
  expect(await warned()).toEqual([
    "audience.participants[1] no-agreement",
    "audience.participants[2] no-agreement",
  ]);
  await hub.put(fiji.agreementWith("TO"));
  await until(async () => (await warned()).length === 1);
  expect(await warned()).toEqual(["audience.participants[1] no-agreement"]);
});

describe("a reference", () => {
  async function warningsOf(...to: TestNotice[]) {
    const references = to.map(({ ref }) => `${ref.origin}/${ref.id}/${ref.version}`);
    const { receipt, warnings } = await publish(
      (await fiji.seal({ ...leastDraft, references })).sealed,
    );
    expect(receipt).not.toBeNull();
    return warnings;
  }

  test("to one's own notice is taken without a word, also before that is routed", async () => {
    const own = await fiji.seal();
    await publish(own.sealed);
    expect(await warningsOf(own)).toEqual([]);
  });

  test("to what one was not sent is warned of exactly as one to what nobody has", async () => {
    const tongas = await tonga.seal({ ...leastDraft, audience: { participants: ["WS"] } });
    await publish(tongas.sealed, tongan);
    const held = await warningsOf(tongas);
    expect(held).toMatchObject([{ field: "references[0]", reason: "reference-not-held" }]);
    expect(await warningsOf(await tonga.seal())).toEqual(held);
  });
});

describe("the same notice again", () => {
  test("gets the first receipt, byte for byte, after many others", async () => {
    const notice = await fiji.seal();
    const first = await publish(notice.sealed);
    for (let i = 0; i < 50; i++) await publish((await fiji.seal()).sealed);
    expect(await publish(notice.sealed)).toEqual(first);
    expect(await standing(notice)).toHaveLength(1);
  });

  test("sent many times at once stands once, and all get one receipt", async () => {
    const notice = await fiji.seal();
    const answers = await Promise.all(Array.from({ length: 30 }, () => publish(notice.sealed)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await standing(notice)).toHaveLength(1);
  });

  test("gets the first receipt after another instance of the intake was asked first", async () => {
    const notice = await fiji.seal();
    const first = await publish(notice.sealed);
    await using other = await runIntake(hub);
    const again = await other.call(IntakeService.publish, { notice: notice.sealed }, fijian);
    expect(again).toEqual(first);
  });

  test("gets the first receipt though its key is no longer valid, and a new notice is refused", async () => {
    const notice = await samoa.seal();
    const token = await publisher("WS");
    const first = await publish(notice.sealed, token);
    const validity = { until: Date.now() - 1 };
    await hub.put({ key: { ...samoa.key.key, validity } });
    await until(async () => (await refusalOrNull(samoa.seal(), token)) === "key-valid");
    expect(await publish(notice.sealed, token)).toEqual(first);
  });

  test("gets the first receipt though its id is older than 30 days by now", async () => {
    const id = newId(Date.now() - 31 * 24 * 3600 * 1000, randomBytes);
    const notice = await fiji.seal(leastDraft, { id });
    const fresh = await refusalOf(publish(notice.sealed));
    expect(fresh.violations.map(({ reason }) => reason)).toEqual(["id-old"]);
    // As it was stored 31 days ago.
    const at = Date.now() - 31 * 24 * 3600 * 1000;
    const { ref, digest, sealed } = notice;
    const { firstSequence } = await hub.committer.commit([
      {
        subject: subjects.notice(1, ref),
        payload: SealedNotice.encode(sealed),
        headers: recordHeader({
          nonce: randomBytes(16),
          at,
          participant: "FJ",
          principal: "fj-publisher",
          facts: { accepted: { notice: ref, digest, keyId: sealed.keyId } },
        }),
        expect: { lastSequence: 0 },
      },
    ]);
    const receipt = await genuine((await publish(sealed)).receipt);
    expect(receipt).toMatchObject({ sequence: firstSequence, acceptedAt: at });
  });
});

async function refusalOrNull(notice: Promise<TestNotice>, token: string): Promise<string | null> {
  const { sealed } = await notice;
  return publish(sealed, token).then(
    () => null,
    async (error: unknown) =>
      (await refusalOf(Promise.reject(error as Error))).violations[0]?.reason ?? null,
  );
}

describe("under one id", () => {
  test("another notice is refused as a conflict, whatever its precedence", async () => {
    const notice = await fiji.seal();
    await publish(notice.sealed);
    for (const precedence of ["routine", "flash"]) {
      const other = await fiji.seal({ ...leastDraft, precedence }, { id: notice.ref.id });
      const refusal = await refusalOf(publish(other.sealed));
      expect(refusal.code).toBe(6);
      expect(refusal.violations).toMatchObject([{ field: "id", reason: "notice-exists" }]);
    }
    expect(await standing(notice)).toHaveLength(1);
  });

  test("another origin has a notice of its own", async () => {
    const one = await fiji.seal();
    const other = await tonga.seal(leastDraft, { id: one.ref.id });
    await publish(one.sealed);
    await publish(other.sealed, tongan);
    expect(await standing(one)).toHaveLength(1);
    expect(await standing(other)).toHaveLength(1);
  });
});

describe("a refusal", () => {
  interface Case {
    readonly says: string;
    readonly notice: () => Promise<Init<SealedNotice> | null>;
    readonly token?: () => Promise<string>;
    readonly code: number;
    readonly field: string;
    readonly reason: string;
  }
  const sealed = async (draft: object = leastDraft) => (await fiji.seal(draft)).sealed;
  const cases: Case[] = [
    {
      says: "the role publisher",
      notice: () => sealed(),
      token: () => hub.token({ participant: "FJ", principal: "fj-liaison", roles: ["liaison"] }),
      code: 7,
      field: "caller",
      reason: "role",
    },
    {
      says: "a participant that the directory has",
      notice: () => sealed(),
      token: () => hub.token({ participant: "XX", principal: "xx", roles: ["publisher"] }),
      code: 7,
      field: "caller",
      reason: "participant-takes-part",
    },
    {
      says: "the caller's own participant as origin",
      notice: () => sealed(),
      token: async () => tongan,
      code: 7,
      field: "origin",
      reason: "origin-own",
    },
    {
      says: "a notice",
      notice: async () => null,
      code: 3,
      field: "notice",
      reason: "notice-required",
    },
    {
      says: "a key that the directory has",
      notice: async () => ({ ...copy(await sealed()), keyId: "0".repeat(32) }),
      code: 3,
      field: "key_id",
      reason: "key-valid",
    },
    {
      says: "a key of the origin",
      notice: async () => ({ ...copy(await sealed()), keyId: tonga.keyId }),
      code: 3,
      field: "key_id",
      reason: "key-valid",
    },
    {
      says: "a signature that holds",
      notice: async () => ({ ...copy(await sealed()), signature: randomBytes(64) }),
      code: 3,
      field: "signature",
      reason: "signature-holds",
    },
    {
      says: "a header that is as it was signed",
      notice: async () => {
        const { header, ...rest } = copy(await sealed());
        const changed = NoticeHeader.decode(header);
        changed.tlp = 1;
        return { ...rest, header: NoticeHeader.encode(changed) };
      },
      code: 3,
      field: "signature",
      reason: "signature-holds",
    },
    {
      says: "sections that are in the header",
      notice: async () => {
        const { sections, ...rest } = copy(await sealed());
        return { ...rest, sections: [...sections, randomBytes(40)] };
      },
      code: 3,
      field: "sections[4]",
      reason: "section-digest",
    },
    {
      says: "at most 512 KiB",
      notice: async () => {
        const { sections, ...rest } = copy(await sealed());
        return { ...rest, sections: [...sections, randomBytes(512 * 1024)] };
      },
      code: 3,
      field: "notice",
      reason: "notice-size",
    },
    {
      says: "a participant of the directory in the audience",
      notice: () => sealed({ ...leastDraft, audience: { participants: ["TO", "ZZ"] } }),
      code: 3,
      field: "audience.participants[1]",
      reason: "participant-in-directory",
    },
    {
      says: "an officer of a participant of the directory",
      notice: () => sealed({ ...leastDraft, audience: { officers: ["ZZ:zz-liaison"] } }),
      code: 3,
      field: "audience.officers[0]",
      reason: "participant-in-directory",
    },
    {
      says: "a group of the directory",
      notice: () => sealed({ ...leastDraft, audience: { groups: ["BOATS", "PLANES"] } }),
      code: 3,
      field: "audience.groups[1]",
      reason: "group-in-directory",
    },
    {
      says: "a sub-region in which someone is",
      notice: () => sealed({ ...leastDraft, audience: { sub_regions: ["micronesia"] } }),
      code: 3,
      field: "audience.sub_regions[0]",
      reason: "sub-region-in-directory",
    },
  ];

  function copy({ header, sections, signature, keyId }: SealedNotice) {
    return { header, sections, signature, keyId };
  }

  test.each(cases)("says that a notice needs $says, and stores nothing", async (of) => {
    const notice = await of.notice();
    const token = (await of.token?.()) ?? fijian;
    const before = (await hub.stored("notice.>")).length;
    const refusal = await refusalOf(intake.call(IntakeService.publish, { notice }, token));
    expect(refusal.code).toBe(of.code);
    expect(refusal.violations).toMatchObject([{ field: of.field, reason: of.reason }]);
    expect(refusal.violations[0]?.description.length).toBeGreaterThan(10);
    expect(await hub.stored("notice.>")).toHaveLength(before);
  });

  test("names every rule that a notice breaks", async () => {
    const draft = { ...leastDraft, audience: { participants: ["ZZ"], groups: ["PLANES"] } };
    const refusal = await refusalOf(publish((await fiji.seal(draft)).sealed));
    expect(refusal.violations.map(({ reason }) => reason)).toEqual([
      "participant-in-directory",
      "group-in-directory",
    ]);
    expect(refusal.message).toContain("1 more");
  });

  test("meets a principal who is suspended, from the moment that stands in the directory", async () => {
    const token = await hub.token({
      participant: "TO",
      principal: "to-gone",
      roles: ["publisher"],
    });
    await publish((await tonga.seal()).sealed, token);
    await hub.put({ principal: { id: "to-gone", participant: "TO", suspended: true } });
    await until(
      async () => (await refusalOrNull(tonga.seal(), token)) === "principal-not-suspended",
    );
    expect((await publish((await tonga.seal()).sealed, tongan)).receipt).not.toBeNull();
  });

  test("meets a key that may not sign this kind", async () => {
    const other = testMember("TO", "polynesia");
    await hub.put({ key: { ...other.key.key, kinds: [2] } });
    await hub.put({ key: { ...samoa.key.key, kinds: [2] } });
    await until(
      async () => (await refusalOrNull(samoa.seal(), await publisher("WS"))) === "key-valid",
    );
    expect(await refusalOrNull(other.seal(), tongan)).toBe("key-valid");
  });

  test("is told in the log without any content: the rules, the notice, who was refused", async () => {
    const token = await hub.token({
      participant: "FJ",
      principal: "fj-first",
      roles: ["publisher"],
    });
    const notice = await fiji.seal({ ...leastDraft, audience: { participants: ["ZZ"] } });
    await refusalOf(publish(notice.sealed, token));
    const record = await until(async () =>
      (await refusedRecords()).find(({ principal }) => principal === "fj-first"),
    );
    expect(record.participant).toBe("FJ");
    expect(record.facts?.refused).toMatchObject({
      door: "publish",
      code: "invalid-argument",
      rules: [{ field: "audience.participants[0]", rule: "participant-in-directory" }],
      notice: notice.ref,
      count: 1,
    });
  });
});

async function refusedRecords(): Promise<Record[]> {
  return (await hub.stored(subjects.record("refused"))).map(recordOf);
}

describe("refusals that repeat", () => {
  test("become one record a window, and none is lost when the intake stops", async () => {
    const wrong = await fiji.seal({ ...leastDraft, audience: { participants: ["ZZ"] } });
    const token = await hub.token({
      participant: "FJ",
      principal: "fj-flood",
      roles: ["publisher"],
    });
    const own = async () =>
      (await refusedRecords()).filter(({ principal }) => principal === "fj-flood");
    {
      await using flooded = await runIntake(hub);
      const refused = () =>
        refusalOf(flooded.call(IntakeService.publish, { notice: wrong.sealed }, token));
      await Promise.all(Array.from({ length: 300 }, refused));
      await until(async () => (await own()).length === 1);
    }
    const records = await own();
    expect(records.map(({ facts }) => facts?.refused?.count)).toEqual([1, 299]);
  });

  test("are recorded again in each window that has some", async () => {
    const wrong = await fiji.seal({ ...leastDraft, audience: { participants: ["ZZ"] } });
    const token = await hub.token({
      participant: "FJ",
      principal: "fj-often",
      roles: ["publisher"],
    });
    const counts = async () =>
      (await refusedRecords())
        .filter(({ principal }) => principal === "fj-often")
        .map(({ facts }) => facts?.refused?.count);
    await using quick = await runIntake(hub, { TALANOA_REFUSAL_SECONDS: "0.5" });
    for (let i = 0; i < 5; i++) {
      await refusalOf(quick.call(IntakeService.publish, { notice: wrong.sealed }, token));
    }
    await until(async () => (await counts()).length === 2);
    expect(await counts()).toEqual([1, 4]);
  });

  test("without a valid token are one record an address, and name nobody", async () => {
    const nameless = async () =>
      (await refusedRecords()).filter(({ facts }) => facts?.refused?.code === "unauthenticated");
    const before = await nameless();
    {
      await using flooded = await runIntake(hub);
      for (let i = 0; i < 20; i++) {
        const refusal = await refusalOf(
          flooded.call(IntakeService.publish, { notice: null }, "no.such.token"),
        );
        expect(refusal.code).toBe(16);
      }
    }
    const records = (await nameless()).slice(before.length);
    expect(records.map(({ facts }) => facts?.refused?.count)).toEqual([1, 19]);
    expect(records[0]).toMatchObject({ participant: "", principal: "" });
  });
});

test("single calls that come too fast are refused, and told when to come again", async () => {
  await using slow = await runIntake(hub, {
    TALANOA_CALLS_PER_SECOND: "2",
    TALANOA_CALLS_BURST: "3",
  });
  const notices = await Promise.all(Array.from({ length: 4 }, () => fiji.seal()));
  const answers = await Promise.allSettled(
    notices.map(({ sealed: notice }) => slow.call(IntakeService.publish, { notice }, fijian)),
  );
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  const failed = answers.find((answer) => answer.status === "rejected");
  const refusal = await refusalOf(Promise.reject(failed?.reason as Error));
  expect(refusal.code).toBe(8);
  expect(refusal.violations[0]?.reason).toBe("rate");
  expect(refusal.message).toMatch(/in \d+ ms/);
  await slow.call(IntakeService.publish, { notice: (await tonga.seal()).sealed }, tongan);
});

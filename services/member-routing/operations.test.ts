import {
  DirectoryService,
  JointOperation,
  OperationPhase,
  ParticipantType,
  Revision,
  RoutedMarker,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { Role } from "@talanoa/platform/auth/tokens.ts";
import {
  openTestHub,
  recordOf,
  refusalOf,
  type ServedService,
  type TestHub,
  until,
} from "@talanoa/platform/testing/hub.ts";
import { leastDraft, testMember, type TestNotice } from "@talanoa/platform/testing/member.ts";
import { joinsFrom, withJoined } from "@talanoa/sharing/operation/changes.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accept } from "./testing/accept.ts";
import { expectDecidedAgain } from "./testing/decided-again.ts";
import { runRouting } from "./testing/run-routing.ts";

const fiji = testMember("FJ");
const tonga = testMember("TO", "polynesia");
const samoa = testMember("WS", "polynesia");
const secretariat = testMember("OCO");
const navy = {
  participant: { id: "NAVY", name: "Navy", type: ParticipantType.PARTNER, sponsor: "TO" },
};
const police = {
  participant: { id: "POLICE", name: "Police", type: ParticipantType.PARTNER, sponsor: "TO" },
};
let hub: TestHub;
let routing: ServedService;

beforeAll(async () => {
  hub = await openTestHub();
  for (const each of [secretariat, fiji, tonga, samoa]) await hub.put(each.participant, each.key);
  for (const each of [navy, police]) await hub.put(each);
  routing = await runRouting(hub);
});
afterAll(async () => {
  await routing?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

function tokenOf(participant: string, role: Role = "liaison"): Promise<string> {
  const principal = `${participant.toLowerCase()}-${role}`;
  return hub.token({ participant, principal, roles: [role] });
}

async function change(
  operation: Init<JointOperation>,
  { revision = 0, as = "FJ", role = "liaison" as Role } = {},
): Promise<number> {
  const request = { entry: { operation }, revision, reason: "test" };
  const token = await tokenOf(as, role);
  return (await routing.call(DirectoryService.changeEntry, request, token)).revision;
}

async function seen(as: string): Promise<string[]> {
  const { entries } = await routing.call(
    DirectoryService.listEntries,
    { type: "operation" },
    await tokenOf(as),
  );
  return entries.map(({ entry }) => entry!.operation!.id);
}

const JOINED = Date.now() - 60_000;
const row = (participant: string, more: object = {}) => ({
  participant,
  period: { from: JOINED },
  ...more,
});

function operation(id: string, changes: Init<JointOperation> = {}): Init<JointOperation> {
  return {
    id,
    name: `Operation ${id}`,
    coordinator: "FJ",
    phase: OperationPhase.ACTION,
    startsAt: JOINED,
    objective: "Check yachts.",
    participants: [row("FJ"), row("TO")],
    ...changes,
  };
}

async function send(id: string, draft: object = {}): Promise<TestNotice> {
  const notice = await fiji.seal({
    ...leastDraft,
    marking: "TLP:AMBER",
    audience: { operations: [id] },
    ...draft,
  });
  await accept(hub, notice);
  return notice;
}

async function marker({ ref }: TestNotice, cause = "first") {
  const subject = subjects.routed(ref, cause);
  const message = await until(async () => (await hub.stored(subject))[0]);
  const { recipients } = RoutedMarker.decode(message.payload);
  return { recipients, message, routed: recordOf(message).facts!.routed! };
}

describe("a joint operation", () => {
  test("is opened by a Member and seen by those in it and the Secretariat alone", async () => {
    await change(operation("FJ-SEEN"));
    expect(await seen("FJ")).toContain("FJ-SEEN");
    expect(await seen("TO")).toContain("FJ-SEEN");
    expect(await seen("OCO")).toContain("FJ-SEEN");
    expect(await seen("WS")).toEqual([]);
    expect(await seen("NAVY")).toEqual([]);
  });

  test.each<[string, Init<JointOperation>, string, string]>([
    ["another's name", { id: "TO-MINE" }, "operation.id", "operation-id"],
    ["no name", { name: "" }, "operation.name", "name-required"],
    ["a phase that is none", { phase: 9 as OperationPhase }, "operation.phase", "operation-phase"],
    ["no beginning", { startsAt: 0 }, "operation.starts_at", "operation-starts"],
    ["an end before it", { endsAt: 1 }, "operation.ends_at", "operation-ends"],
    ["nothing to do", { objective: " " }, "operation.objective", "operation-objective"],
    [
      "its coordinator outside",
      { participants: [row("TO")] },
      "operation.coordinator",
      "operation-coordinator",
    ],
    [
      "a stranger",
      { participants: [row("FJ"), row("XX")] },
      "operation.participants[1].participant",
      "participant-in-directory",
    ],
    [
      "an undated row",
      { participants: [row("FJ"), { participant: "TO" }] },
      "operation.participants[1].period",
      "joined-dated",
    ],
    [
      "one twice",
      { participants: [row("FJ"), row("TO"), row("TO")] },
      "operation.participants[2].period",
      "joined-once",
    ],
    [
      "a partner nobody answers for",
      { participants: [row("FJ"), row("NAVY", { sponsor: "TO" })] },
      "operation.participants[1].sponsor",
      "operation-sponsor",
    ],
    [
      "partners that answer for each other",
      {
        participants: [
          row("FJ"),
          row("NAVY", { sponsor: "POLICE" }),
          row("POLICE", { sponsor: "FJ" }),
        ],
      },
      "operation.participants[1].sponsor",
      "operation-sponsor",
    ],
    [
      "a partner that answers for itself",
      { participants: [row("FJ"), row("NAVY", { sponsor: "NAVY" })] },
      "operation.participants[1].sponsor",
      "operation-sponsor",
    ],
    [
      "a sponsored Member",
      { participants: [row("FJ"), row("TO", { sponsor: "FJ" })] },
      "operation.participants[1].sponsor",
      "operation-sponsor",
    ],
  ])("with %s is refused with the field and the rule", async (_, changes, field, rule) => {
    const refusal = await refusalOf(change(operation("FJ-WRONG", changes)));
    expect(refusal.violations).toMatchObject([{ field, reason: rule }]);
  });

  test("is changed by its coordinator and the Secretariat, and by nobody else", async () => {
    const revision = await change(operation("FJ-MINE"));
    for (const as of ["TO", "WS"]) {
      for (const changes of [{}, { coordinator: as, participants: [row(as)] }]) {
        const refusal = await refusalOf(change(operation("FJ-MINE", changes), { revision, as }));
        expect(refusal.violations).toMatchObject([{ reason: "coordinator" }]);
      }
    }
    const auditor = await refusalOf(change(operation("FJ-MINE"), { revision, role: "auditor" }));
    expect(auditor.violations).toMatchObject([{ reason: "role" }]);
    const given = operation("FJ-MINE", { coordinator: "TO" });
    const refusal = await refusalOf(change(given, { revision, as: "OCO", role: "secretariat" }));
    expect(refusal.violations.map(({ reason }) => reason)).toContain("operation-coordinator-kept");
    const renamed = operation("FJ-MINE", { name: "Renamed" });
    await change(renamed, { revision, as: "OCO", role: "secretariat" });
  });

  test("in which partners answer for each other since earlier is changed all the same, and reaches none of these", async () => {
    const participants = [
      row("FJ"),
      row("TO"),
      row("NAVY", { sponsor: "POLICE" }),
      row("POLICE", { sponsor: "NAVY" }),
    ];
    const standing = operation("FJ-FORMER", { participants });
    const revision = await hub.put({ operation: standing });
    await change({ ...standing, phase: OperationPhase.CLOSING }, { revision });
    expect((await marker(await send("FJ-FORMER"))).recipients).toEqual(["FJ", "TO"]);
  });

  test("does not reach a partner while its sponsor is suspended", async () => {
    const participants = [row("FJ"), row("TO"), row("NAVY", { sponsor: "TO" })];
    await change(operation("FJ-APART", { participants }));
    await hub.put({ participant: { ...tonga.participant.participant, suspended: true } });
    const { recipients, routed } = await marker(await send("FJ-APART"));
    await hub.put(tonga.participant);
    expect(recipients).toEqual(["FJ"]);
    const its = routed.decisions.find(({ participant }) => participant === "NAVY");
    expect(its?.rule).toBe("partner-apart");
    expect((await marker(await send("FJ-APART"))).recipients).toEqual(["FJ", "NAVY", "TO"]);
  });

  test("keeps who was in it: rows stay, and end now or later", async () => {
    const revision = await change(operation("FJ-KEPT"));
    const refusedFor = async (participants: Init<JointOperation>["participants"]) => {
      const changed = operation("FJ-KEPT", { participants: participants! });
      return (await refusalOf(change(changed, { revision }))).violations[0]?.reason;
    };
    expect(await refusedFor([row("FJ")])).toBe("joined-kept");
    const long = { from: JOINED, until: Date.now() - 3_600_000 };
    expect(await refusedFor([row("FJ"), row("TO", { period: long })])).toBe("period-order");
    const past = { period: { from: Date.now() - 3_600_000 } };
    expect(await refusedFor([row("FJ"), row("TO"), row("WS", past)])).toBe("joins-now");
    for (const ahead of [60_000, 3_600_000]) {
      const later = { period: { from: Date.now() + ahead }, seesEarlier: true };
      expect(await refusedFor([row("FJ"), row("TO"), row("WS", later)])).toBe("sees-earlier-now");
    }
    const left = row("TO", { period: { from: JOINED, until: Date.now() } });
    const then = await change(operation("FJ-KEPT", { participants: [row("FJ"), left] }), {
      revision,
    });
    await until(async () => !(await seen("TO")).includes("FJ-KEPT"));
    const closed = operation("FJ-KEPT", {
      participants: [row("FJ"), left],
      phase: OperationPhase.CLOSED,
    });
    const end = await change(closed, { revision: then });
    const refusal = await refusalOf(change({ ...closed, name: "Again" }, { revision: end }));
    expect(refusal.violations).toMatchObject([{ reason: "operation-closed" }]);
  });
});

describe("a notice to a joint operation", () => {
  test("goes to who is in it when it is accepted, a sponsored partner too, and after its end to nobody", async () => {
    const partner = row("NAVY", { sponsor: "TO" });
    const participants = [row("FJ"), row("TO"), partner];
    const revision = await change(operation("FJ-SENT", { participants }));
    const first = await marker(await send("FJ-SENT"));
    expect(first.recipients).toEqual(["FJ", "NAVY", "TO"]);
    expect(first.routed.decisions.map(({ participant, rule }) => [participant, rule])).toEqual([
      ["FJ", "originator"],
      ["NAVY", "operation-participant"],
      ["OCO", "not-addressed"],
      ["POLICE", "not-addressed"],
      ["TO", "operation-participant"],
      ["WS", "not-addressed"],
    ]);
    expect(first.routed.decisions.map(({ operations }) => operations)).toEqual([
      ["FJ-SENT"],
      ["FJ-SENT"],
      [],
      [],
      ["FJ-SENT"],
      [],
    ]);
    // Its sponsor leaves: nobody answers for the partner any more.
    const left = row("TO", { period: { from: JOINED, until: Date.now() } });
    const then = await change(operation("FJ-SENT", { participants: [row("FJ"), left, partner] }), {
      revision,
    });
    const second = await marker(await send("FJ-SENT"));
    expect(second.recipients).toEqual(["FJ"]);
    expect(second.routed.decisions[1]).toMatchObject({ rule: "partner-apart" });
    const phase = OperationPhase.CLOSED;
    await change(operation("FJ-SENT", { participants: [row("FJ"), left, partner], phase }), {
      revision: then,
    });
    expect((await marker(await send("FJ-SENT"))).recipients).toEqual(["FJ"]);
  });

  test("is recorded as of the operation for who is in it, and not for who has it by name", async () => {
    await change(operation("FJ-NAMED"));
    const audience = { operations: ["FJ-NAMED"], participants: ["WS"] };
    const { recipients, routed } = await marker(await send("FJ-NAMED", { audience }));
    expect(recipients).toEqual(["FJ", "TO", "WS"]);
    const told = routed.decisions.flatMap((its) =>
      its.deliver ? `${its.participant} ${its.operations.join()}` : [],
    );
    expect(told).toEqual(["FJ FJ-NAMED", "TO FJ-NAMED", "WS "]);
  });

  test("is not shown to who joins later, unless the coordinator says so; then each stands once, in order", async () => {
    const revision = await change(operation("FJ-LATE"));
    const early = [await send("FJ-LATE"), await send("FJ-LATE", { precedence: "flash" })];
    const elsewhere = await send("FJ-SEEN");
    for (const each of early) await marker(each);
    const plain = row("WS", { period: { from: Date.now() } });
    const participants = [row("FJ"), row("TO"), plain];
    const joined = await change(operation("FJ-LATE", { participants }), { revision });
    const between = await send("FJ-LATE");
    expect((await marker(between)).recipients).toEqual(["FJ", "TO", "WS"]);
    expect(await hub.stored("routed.FJ.*.*.joined-FJ-LATE-WS")).toEqual([]);

    const shown = { ...plain, seesEarlier: true };
    const now = await change(
      operation("FJ-LATE", { participants: [row("FJ"), row("TO"), shown] }),
      {
        revision: joined,
      },
    );
    for (const each of early) {
      const { recipients, routed } = await marker(each, "joined-FJ-LATE-WS");
      expect(recipients).toEqual(["WS"]);
      expect(routed).toMatchObject({ cause: "joined-FJ-LATE-WS", directorySequence: now });
      const operations = ["FJ-LATE"];
      expect(routed.decisions).toMatchObject([
        { participant: "WS", rule: "joined-operation", operations },
      ]);
    }
    // What it had by then, and what went elsewhere, is not given to it.
    const given = await hub.stored("routed.FJ.*.*.joined-FJ-LATE-WS");
    expect(given.map(({ subject }) => subject.split(".")[2])).toEqual(
      early.map(({ ref }) => ref.id),
    );
    expect(await hub.stored(subjects.routed(elsewhere.ref, "joined-FJ-LATE-WS"))).toEqual([]);

    // A reference to what was given so shows to it.
    const references = early.map(({ ref }) => `FJ/${ref.id}/1`);
    const after = await marker(await send("FJ-LATE", { references }));
    const its = after.routed.decisions.find(({ participant }) => participant === "WS");
    expect(its?.withheld.map(({ rule }) => rule)).toEqual(["routing-section"]);
  });

  test("is given to who joins though the coordinator's clock is ahead", async () => {
    const revision = await change(operation("FJ-AHEAD"));
    const sent = await send("FJ-AHEAD");
    await marker(sent);
    const joins = { participant: "WS", seesEarlier: true, sponsor: "" };
    const standing = JointOperation.decode(JointOperation.encode(operation("FJ-AHEAD")));
    const from = joinsFrom(standing, joins, Date.now() + 240_000);
    await change(withJoined(standing, { ...joins, from })!, { revision });
    expect((await marker(sent, "joined-FJ-AHEAD-WS")).recipients).toEqual(["WS"]);
  });

  test("is given to who joins with its corrections, whatever these name; and by what a correction names alone, nothing is", async () => {
    const revision = await change(operation("FJ-MENDED"));
    const toOperation = {
      ...leastDraft,
      marking: "TLP:AMBER",
      audience: { operations: ["FJ-MENDED"] },
    };
    const toTonga = { ...toOperation, audience: { participants: ["TO"] } };
    const sent = await send("FJ-MENDED");
    const mended = await fiji.revise(sent, Revision.CORRECTION, toTonga);
    const apart = await fiji.seal(toTonga);
    const named = await fiji.revise(apart, Revision.CORRECTION, toOperation);
    for (const each of [mended, apart, named]) await accept(hub, each);
    for (const each of [sent, mended, apart, named]) {
      expect((await marker(each)).recipients).toEqual(["FJ", "TO"]);
    }
    const shown = row("WS", { period: { from: Date.now() }, seesEarlier: true });
    const participants = [row("FJ"), row("TO"), shown];
    await change(operation("FJ-MENDED", { participants }), { revision });
    for (const each of [sent, mended]) {
      expect((await marker(each, "joined-FJ-MENDED-WS")).recipients).toEqual(["WS"]);
    }
    // It holds the notice that went to the operation, and is corrected it; it holds no other.
    const toWhom = async (notice: TestNotice) => {
      const later = await fiji.revise(notice, Revision.CORRECTION, toTonga);
      await accept(hub, later);
      return (await marker(later)).recipients;
    };
    expect(await toWhom(mended)).toEqual(["FJ", "TO", "WS"]);
    expect(await toWhom(named)).toEqual(["FJ", "TO"]);
    expect(await hub.stored("routed.FJ.*.*.joined-FJ-MENDED-WS")).toHaveLength(2);
  });

  test("is corrected to a partner that holds it while its sponsor is there, whatever operation the correction names", async () => {
    const partner = row("NAVY", { sponsor: "TO" });
    const participants = [row("FJ"), row("TO"), partner];
    const revision = await change(operation("FJ-HELD", { participants }));
    await change(operation("FJ-OTHER", { participants }));
    const first = await send("FJ-HELD");
    expect((await marker(first)).recipients).toEqual(["FJ", "NAVY", "TO"]);
    const corrected = async (notice: TestNotice, audience: object) => {
      const draft = { ...leastDraft, marking: "TLP:AMBER", audience };
      const correction = await fiji.revise(notice, Revision.CORRECTION, draft);
      await accept(hub, correction);
      return correction;
    };
    // Both wait: who holds the second is decided before its marker stands.
    await routing[Symbol.asyncDispose]();
    const second = await corrected(first, { participants: ["TO"] });
    const third = await corrected(second, { participants: ["TO"] });
    routing = await runRouting(hub);
    const by = async (notice: TestNotice) => {
      const { recipients, routed } = await marker(notice);
      return [recipients, routed.decisions.find((its) => its.participant === "NAVY")?.rule];
    };
    expect(await by(second)).toEqual([["FJ", "NAVY", "TO"], "earlier-reader"]);
    expect(await by(third)).toEqual([["FJ", "NAVY", "TO"], "earlier-reader"]);
    const left = row("TO", { period: { from: JOINED, until: Date.now() } });
    await change(operation("FJ-HELD", { participants: [row("FJ"), left, partner] }), { revision });
    const fourth = await corrected(third, { operations: ["FJ-OTHER"] });
    expect(await by(fourth)).toEqual([["FJ", "TO"], "partner-apart"]);
  });

  test("that was withheld from who joined is given to it when it joins once more", async () => {
    let revision = await change(operation("FJ-AGAIN"));
    const sent = await send("FJ-AGAIN");
    await marker(sent);
    const now = Date.now();
    await hub.put({ participant: { ...samoa.participant.participant, suspended: true } });
    const first = row("WS", { period: { from: now - 2_000 }, seesEarlier: true });
    const participants = [row("FJ"), row("TO")];
    const its = { participants: [...participants, first] };
    revision = await change(operation("FJ-AGAIN", its), { revision });
    // What comes after it is looked at after it.
    const other = await send("FJ-AGAIN");
    await marker(other);
    const navy = row("NAVY", { period: { from: now }, seesEarlier: true, sponsor: "TO" });
    its.participants.push(navy);
    revision = await change(operation("FJ-AGAIN", its), { revision });
    await marker(other, "joined-FJ-AGAIN-NAVY");
    await hub.put(samoa.participant);
    const left = { ...first, period: { ...first.period, until: now - 1_000 } };
    const again = row("WS", { period: { from: now }, seesEarlier: true });
    its.participants = [...participants, left, navy, again];
    await change(operation("FJ-AGAIN", its), { revision });
    expect((await marker(sent, "joined-FJ-AGAIN-WS")).recipients).toEqual(["WS"]);
  });

  test("that is given to who joins stands once, though routing is stopped in the middle and starts again", async () => {
    const revision = await change(operation("FJ-STOP"));
    const early: TestNotice[] = [];
    for (let i = 0; i < 30; i++) early.push(await send("FJ-STOP"));
    const shown = row("WS", { period: { from: Date.now() }, seesEarlier: true });
    await change(operation("FJ-STOP", { participants: [row("FJ"), row("TO"), shown] }), {
      revision,
    });
    await until(async () => (await hub.stored("routed.FJ.*.*.joined-FJ-STOP-WS")).length > 2);
    await routing[Symbol.asyncDispose]();
    routing = await runRouting(hub);
    for (const each of early) {
      const { message, recipients } = await marker(each, "joined-FJ-STOP-WS");
      expect(recipients).toEqual(["WS"]);
      const copies = await hub.stored("feed.WS.routine.alert");
      expect(copies.filter(({ sequence }) => sequence === message.sequence + 1)).toHaveLength(1);
    }
    expect(await hub.stored("routed.FJ.*.*.joined-FJ-STOP-WS")).toHaveLength(early.length);
  });
});

test("what was sent to operations, and given to who joined, is decided again from what stands, and comes to the same", async () => {
  const { first, joined } = await expectDecidedAgain(hub);
  expect(first).toBeGreaterThan(40);
  expect(joined).toBeGreaterThan(30);
});

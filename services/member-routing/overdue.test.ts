import { randomBytes } from "node:crypto";
import {
  Kind,
  OverdueOf,
  Precedence,
  RoutedMarker,
  type SealedStatement,
  StoredCopy,
} from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { setTimeout as sleep } from "node:timers/promises";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import type { Outgoing } from "@talanoa/platform/bus/unit.ts";
import { openLogger } from "@talanoa/platform/logging.ts";
import { openTestHub, recordOf, type TestHub, until } from "@talanoa/platform/testing/hub.ts";
import { testMember, type TestNotice } from "@talanoa/platform/testing/member.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deadline } from "./deadlines.ts";
import { Overdue } from "./overdue.ts";
import { accept, acceptStatement } from "./testing/accept.ts";
import { runRouting } from "./testing/run-routing.ts";

const fiji = testMember("FJ");
const tonga = testMember("TO", "polynesia");
const samoa = testMember("WS", "polynesia");
let hub: TestHub;

beforeAll(async () => {
  hub = await openTestHub();
  for (const each of [fiji, tonga, samoa]) await hub.put(each.participant, each.key);
});
afterAll(() => hub?.[Symbol.asyncDispose]());

/** A request of Fiji that is to be answered within so many seconds. */
function request(seconds: number, more: object = {}): Promise<TestNotice> {
  const answerBy = new Date(Date.now() + seconds * 1_000).toISOString();
  return fiji.seal({
    kind: "request",
    title: "Owner of a yacht",
    request: { type: "information", text: "Who owns it?", answer_by: answerBy },
    marking: "TLP:AMBER",
    precedence: "priority",
    audience: { participants: ["TO", "WS"] },
    ...more,
  });
}

function reply({ ref, digest }: TestNotice): Promise<TestNotice> {
  return tonga.seal({
    kind: "reply",
    title: "The owner",
    reply: {
      request: `${ref.origin}/${ref.id}/1`,
      request_digest: Buffer.from(digest).toString("hex"),
      state: "nothing-known",
    },
    marking: "TLP:AMBER",
    // Of the same precedence, so that it is routed after what it answers, as the intake sees to.
    precedence: "priority",
    audience: { participants: ["FJ"] },
  });
}

const routed = ({ ref }: TestNotice) =>
  until(async () => (await hub.stored(subjects.routed(ref, "first")))[0]);

const told = ({ ref }: TestNotice) => hub.stored(subjects.overdue(ref, OverdueOf.ANSWER));

const untilTold = (notice: TestNotice) => until(async () => (await told(notice))[0]);

/** The reminders about a notice: to whom, naming whom, for which officers. */
async function reminders({ ref }: TestNotice) {
  const copies = await hub.stored("feed.*.*.reminder");
  return copies.flatMap(({ subject, payload }) => {
    const { copy, officers } = StoredCopy.decode(payload);
    const its = copy?.reminder;
    return its?.notice?.id === ref.id ? [[subject.split(".")[1], its.participants, officers]] : [];
  });
}

/** Waits until the time of a request is over. */
async function untilPast(seconds: number): Promise<void> {
  await sleep(seconds * 1_000 + 1);
}

test("who has not answered in time is reminded, the originator told of all, in one record", async () => {
  // Nothing is routed until the time is over: an answer that came in time counts all the same.
  const asked = await request(3, { exercise: true });
  await accept(hub, asked);
  await accept(hub, await reply(asked));
  await untilPast(3);
  await using _ = await runRouting(hub);
  const message = await untilTold(asked);
  const { dueAt } = recordOf(message).facts!.overdue!;
  expect(recordOf(message)).toMatchObject({
    participant: "",
    exercise: true,
    facts: { overdue: { notice: asked.ref, participants: ["WS"], of: OverdueOf.ANSWER } },
  });
  expect(message.storedAt).toBeGreaterThan(dueAt);
  expect(await reminders(asked)).toEqual([
    ["FJ", ["WS"], []],
    ["WS", ["WS"], []],
  ]);
  const [copy] = await hub.stored("feed.WS.priority.reminder");
  expect(copy!.sequence).toBe(message.sequence + 2);
  expect(StoredCopy.decode(copy!.payload)).toMatchObject({
    card: { notice: asked.ref, exercise: true },
    copy: { reminder: { notice: asked.ref, exercise: true } },
  });
});

test("what was answered, withdrawn or recalled, or ends before it is due, is not overdue", async () => {
  const answered = await request(8, { audience: { participants: ["TO"] } });
  const withdrawn = await request(8);
  const recalled = await request(8);
  const ending = await request(8, { expires: new Date(Date.now() + 7_000).toISOString() });
  const open = await request(8);
  {
    await using _ = await runRouting(hub);
    for (const each of [answered, withdrawn, recalled, ending, open]) {
      await accept(hub, each);
      await routed(each);
    }
  }
  await accept(hub, await reply(answered));
  const state = async (notice: TestNotice, says: object): Promise<SealedStatement> =>
    fiji.state(notice, "fj-liaison", says);
  await acceptStatement(hub, await state(withdrawn, { withdrawn: {} }));
  await acceptStatement(hub, await state(recalled, { recalled: { reason: 1 } }));
  await untilPast(8);
  await using _ = await runRouting(hub);
  // The last of those that were due at the same moment is told, so all have been looked at.
  await untilTold(open);
  for (const each of [answered, withdrawn, recalled, ending]) {
    expect(await told(each)).toEqual([]);
    expect(await reminders(each)).toEqual([]);
  }
});

test("two replicas, started again and again, tell it once", async () => {
  const asked = await request(2, { audience: { officers: ["TO:to-head"] }, marking: "TLP:RED" });
  for (let start = 0; start < 3; start++) {
    await using _ = await runRouting(hub);
    await using _other = await runRouting(hub);
    if (start === 0) await accept(hub, asked);
    await untilTold(asked);
    // What comes after is read after it: both replicas know all that there is.
    const next = await request(600);
    await accept(hub, next);
    await routed(next);
  }
  expect(await told(asked)).toHaveLength(1);
  expect(await reminders(asked)).toEqual([
    ["FJ", ["TO"], []],
    ["TO", ["TO"], ["to-head"]],
  ]);
});

test("the marker of a statement says what it says", async () => {
  await using _ = await runRouting(hub);
  const asked = await request(600);
  await accept(hub, asked);
  await routed(asked);
  const sealed = await fiji.state(asked, "fj-liaison", { withdrawn: {} });
  const id = await acceptStatement(hub, sealed);
  const marker = await until(async () => (await hub.stored(subjects.statementRouted("FJ", id)))[0]);
  expect(RoutedMarker.decode(marker.payload)).toMatchObject({
    says: "withdrawn",
    recipients: ["FJ", "TO", "WS"],
  });
});

test("what a later version wants is told, though it came while the version before was told of", async () => {
  const at = Date.now() - 60_000;
  const id = newId(at, randomBytes);
  const stored = (version: number) => {
    const notice = { origin: "FJ", id, version };
    const card = {
      notice,
      kind: Kind.REQUEST,
      precedence: Precedence.PRIORITY,
      answerBy: at + version,
    };
    return {
      subject: subjects.routed(notice, "first"),
      sequence: version,
      storedAt: at,
      payload: RoutedMarker.encode({ card, recipients: ["FJ", "TO"] }),
      header: () => undefined,
    };
  };
  const told: string[] = [];
  const committer = {
    async commit([record]: readonly Outgoing[]) {
      told.push(record!.subject);
      if (told.length === 1) overdue.take(stored(2));
      return { firstSequence: 3, lastSequence: 3 };
    },
  } as unknown as Committer;
  const overdue = new Overdue({ committer, log: openLogger("test", "fatal") });
  const [{ key }] = overdue.take(stored(1)) as [Deadline];
  await overdue.act(key);
  await overdue.act(key);
  await overdue.act(key);
  const versions = [1, 2].map((version) =>
    subjects.overdue({ origin: "FJ", id, version }, OverdueOf.ANSWER),
  );
  expect(told).toEqual(versions);
});

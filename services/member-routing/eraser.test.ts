import { randomBytes } from "node:crypto";
import {
  type JointOperation,
  LifeStep,
  NoticeLife,
  OperationPhase,
  RoutedMarker,
  WithdrawalReason,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import { answerLogPosition } from "@talanoa/platform/bus/log-position.ts";
import { readAllMarkers } from "@talanoa/platform/bus/markers.ts";
import { lifeMessage, readStandingLife } from "@talanoa/platform/bus/notice-life.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import type { Outgoing } from "@talanoa/platform/bus/unit.ts";
import { type DirectoryFollower, followDirectory } from "@talanoa/platform/directory/follower.ts";
import { openTestHub, type TestHub, until } from "@talanoa/platform/testing/hub.ts";
import { leastDraft, testMember, type TestNotice } from "@talanoa/platform/testing/member.ts";
import { after, type Life, unborn, writtenLife } from "@talanoa/sharing/lifecycle/life.ts";
import { orderOf } from "@talanoa/sharing/lifecycle/orders.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { holdersOfAny } from "@talanoa/sharing/routing/earlier-readers.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decide } from "./decide.ts";
import { eraseNotice } from "./erase-notice.ts";
import { readNotice, standingNotice } from "./read-notice.ts";
import { type Routed, routedFurther } from "./routed-notice.ts";
import { serially } from "./serially.ts";
import { commitRouted } from "./store-routed.ts";
import { accept, acceptStatement } from "./testing/accept.ts";

const fiji = testMember("FJ");
const tonga = testMember("TO", "polynesia");
const samoa = testMember("WS", "polynesia");
const signal = new AbortController().signal;
let hub: TestHub;
let directory: DirectoryFollower;
let log: Disposable;

beforeAll(async () => {
  hub = await openTestHub();
  for (const each of [fiji, tonga, samoa]) await hub.put(each.participant, each.key);
  directory = await followDirectory(hub.bus, {
    onMalformed(sequence) {
      throw new Error(`the entry at ${sequence} cannot be read`);
    },
    onFailure(error) {
      throw error;
    },
  });
  // A log that has everything.
  const state = { position: Number.MAX_SAFE_INTEGER };
  log = answerLogPosition(hub.bus, { state, reached: async () => true });
});
afterAll(async () => {
  log?.[Symbol.dispose]();
  await directory?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

async function standing(subject: string): Promise<StoredMessage> {
  return until(() => readMessage(hub.bus, EXCHANGE, { last_by_subj: subject }));
}

/** What routing decides on what stands on a subject, before it is stored. */
async function decided(subject: string): Promise<Routed[]> {
  const message = await standing(subject);
  await directory.upTo(message.sequence, signal);
  return decide({ bus: hub.bus, directory }, message, Date.now());
}

async function store(all: readonly Routed[]): Promise<void> {
  for (const each of all) expect(await commitRouted(hub.committer, each)).toBeNull();
}

/** A notice to a joint operation, accepted and routed. */
async function sent(operation: string): Promise<TestNotice> {
  const audience = { operations: [operation] };
  const notice = await fiji.seal({ ...leastDraft, marking: "TLP:AMBER", audience });
  await accept(hub, notice);
  await store(await decided(subjects.noticeAnyPrecedence(notice.ref)));
  return notice;
}

async function open(id: string, more: readonly object[] = []): Promise<number> {
  const period = { from: Date.now() - 60_000 };
  const operation: Init<JointOperation> = {
    id,
    name: id,
    coordinator: "FJ",
    phase: OperationPhase.ACTION,
    startsAt: period.from,
    objective: "Check yachts.",
    participants: [{ participant: "FJ", period }, { participant: "TO", period }, ...more],
  };
  return hub.put({ operation });
}

/** Ends a notice, and erases it as member-routing does. */
async function endAndErase({ ref }: TestNotice): Promise<void> {
  const life = lifeMessage(await readStandingLife(hub.bus, ref), { type: "expired" }, ref);
  const { firstSequence } = await hub.committer.commit([life as Outgoing]);
  const { bus, committer } = hub;
  const order = { notice: ref, cause: "expired", whole: true, statement: null } as const;
  await eraseNotice(
    { bus, committer, directory, signal, inTurn: serially() },
    order,
    firstSequence,
  );
}

async function copiesOf(participant: string): Promise<number> {
  return (await hub.stored(`feed.${participant}.*.alert`)).length;
}

test("a grant that was decided before the end, and is stored after the erasing, gives no copy", async () => {
  await open("FJ-GRANT");
  const notice = await sent("FJ-GRANT");
  const asked = newId(Date.now(), randomBytes);
  const consentGranted = { participant: "WS", asker: "TO", asked, sections: [] };
  const id = await acceptStatement(hub, await fiji.state(notice, "fj-liaison", { consentGranted }));
  const [, further] = await decided(subjects.statement("FJ", id));
  expect(further!.copies).toHaveLength(1);
  await endAndErase(notice);
  await store([further!]);
  expect(await copiesOf("WS")).toBe(0);
  const marker = await standing(subjects.routed(notice.ref, id));
  expect(RoutedMarker.decode(marker.payload).recipients).toEqual([]);
});

/** Lets Samoa join an operation, and decides on what that gives it of a notice. */
async function joined(operation: string, { ref }: TestNotice): Promise<Routed> {
  const period = { from: Date.now() - 1_000 };
  const sequence = await open(operation, [{ participant: "WS", period, seesEarlier: true }]);
  await directory.upTo(sequence, signal);
  const its = standingNotice(await standing(subjects.noticeAnyPrecedence(ref)));
  const further = routedFurther(its, readNotice(its), {
    cause: `joined-${operation}-WS`,
    widening: { by: "joining", operation, participant: "WS", at: Date.now() },
    withheldBy: null,
    directory: directory.at(sequence),
    holders: new Map(),
    routedAt: Date.now(),
  });
  expect(further.copies).toHaveLength(1);
  return further;
}

test("a joining that was decided before the end, and is stored after the erasing, gives no copy", async () => {
  await open("FJ-JOIN");
  const notice = await sent("FJ-JOIN");
  const further = await joined("FJ-JOIN", notice);
  await endAndErase(notice);
  await store([further]);
  expect(await copiesOf("WS")).toBe(0);
  // Done again, it finds nothing to do.
  await endAndErase(await sent("FJ-JOIN"));
});

test("who holds a notice is final where the marker of its recall stands", async () => {
  await open("FJ-FINAL");
  const notice = await sent("FJ-FINAL");
  const asked = newId(Date.now(), randomBytes);
  const consentGranted = { participant: "WS", asker: "TO", asked, sections: [] };
  const grant = await acceptStatement(
    hub,
    await fiji.state(notice, "fj-liaison", { consentGranted }),
  );
  const [, granted] = await decided(subjects.statement("FJ", grant));
  const further = [granted!, await joined("FJ-FINAL", notice)];
  const recalled = { reason: WithdrawalReason.WRONG };
  const recall = await acceptStatement(hub, await fiji.state(notice, "fj-liaison", { recalled }));
  await store(await decided(subjects.statement("FJ", recall)));
  const holders = async () =>
    [...holdersOfAny(await readAllMarkers(hub.bus, notice.ref)).keys()].sort();
  expect(await holders()).toEqual(["FJ", "TO"]);
  await store(further);
  expect(await holders()).toEqual(["FJ", "TO"]);
  expect(await copiesOf("WS")).toBe(0);
});

test("nothing found of an earlier version erases its sections, and none of a later version", async () => {
  const { ref } = await fiji.seal(leastDraft);
  const sections = [1, 2].map((version) => subjects.section({ ...ref, version }, 0));
  await hub.committer.commit(
    sections.map((subject) => ({
      subject,
      payload: new Uint8Array(1),
      expect: { lastSequence: 0 },
    })),
  );
  const given = [{ participant: "TO", version: 1 }];
  const nothing = { type: "nothing-found", by: "TO", version: 1, given, takesBack: false } as const;
  const life = after({ ...unborn, newest: 2 }, nothing) as Life;
  const written = writtenLife(life, LifeStep.NOTHING_FOUND, ref, null);
  const order = orderOf(NoticeLife.decode(NoticeLife.encode(written)));
  const { bus, committer } = hub;
  await eraseNotice({ bus, committer, directory, signal, inTurn: serially() }, order!, 1);
  const left = await Promise.all(
    sections.map(async (subject) => (await hub.stored(subject)).length),
  );
  expect(left).toEqual([0, 1]);
});

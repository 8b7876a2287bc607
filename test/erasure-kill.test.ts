import type { HubClient } from "@talanoa/client/connect.ts";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { publish, send } from "@talanoa/client/publish.ts";
import { sealRevision } from "@talanoa/client/seal-draft.ts";
import { state } from "@talanoa/client/state.ts";
import {
  type NoticeRef,
  Revision,
  RoutedMarker,
  WithdrawalReason,
} from "@talanoa/contract/generated/talanoa.ts";
import { isConflict } from "@talanoa/platform/errors.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { erasedBy } from "@talanoa/platform/bus/tombstone.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { filesWith } from "@talanoa/platform/testing/bytes-on-disk.ts";
import { copiesIn, readExchange, recordIn } from "./support/exchange.ts";
import { failure } from "./support/failure.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { wholeLog } from "./support/log.ts";
import { plantedNotice } from "./support/planted-notice.ts";
import { startSecond } from "./support/second.ts";
import { serviceLogs } from "./support/service-logs.ts";

vi.setConfig({ testTimeout: 240_000 });
const recalled = { reason: WithdrawalReason.WRONG };
const patient = { timeout: 90_000, interval: 300 };
const persistent = { patience: 60_000 };
let hub: TestHub;
let originator: HubClient;
let publisher: HubClient;
let reader: HubClient;

beforeAll(async () => {
  hub = await startHub({
    TALANOA_CALLS_PER_SECOND: "100000",
    TALANOA_CALLS_BURST: "100000",
    TALANOA_LOG_CHECK_SECONDS: "1",
  });
  originator = await hub.as("fj-liaison");
  publisher = await hub.as("fj-publisher");
  reader = await hub.as("to-liaison");
}, 300_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

interface Planted {
  readonly ref: NoticeRef;
  readonly notice: OpenedNotice;
  readonly words: readonly string[];
}

async function held(officer: HubClient, ref: NoticeRef): Promise<OpenedNotice> {
  const content = await checkCopy(await getNotice(officer, ref), directoryKeys(officer));
  if (content.kind !== "notice") throw new Error(`the copy is ${content.kind}`);
  return content.notice;
}

/** Notices that their originator and a reader hold. */
function planted(count: number): Promise<Planted[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const { draft, words } = plantedNotice();
      const { ref } = (await publish(publisher, { draft }, persistent)).publication;
      await vi.waitFor(() => held(reader, ref), patient);
      return { ref, notice: await held(originator, ref), words };
    }),
  );
}

const recall = ({ notice }: Pick<Planted, "notice">) =>
  state(originator, notice, { recalled }, persistent);

/** What stands of one notice in the stream. */
function standing(messages: readonly StoredMessage[], { id }: NoticeRef) {
  const of = messages.filter(({ subject }) => subject.includes(id));
  const subjects = of.map(({ subject }) => subject);
  return {
    notices: of.filter(({ subject }) => subject.startsWith("notice.")),
    sections: of.filter(({ subject }) => subject.startsWith("section.")),
    markers: subjects.filter((subject) => subject.startsWith("routed.")),
    closed: subjects.filter((subject) => subject.startsWith("record.erased.")),
  };
}

/** Resolves when the erasing of more than so many is over. */
async function someClosed(notices: readonly Planted[], moreThan: number): Promise<void> {
  await vi.waitFor(async () => {
    const messages = await readExchange(hub.stack.natsUrl);
    const closed = notices.filter(({ ref }) => standing(messages, ref).closed.length > 0);
    expect(closed.length).toBeGreaterThan(moreThan);
  }, patient);
}

async function untilClosed(
  notices: readonly { readonly ref: NoticeRef }[],
): Promise<StoredMessage[]> {
  return vi.waitFor(async () => {
    const messages = await readExchange(hub.stack.natsUrl);
    for (const { ref } of notices) expect(standing(messages, ref).closed).toHaveLength(1);
    return messages;
  }, patient);
}

/** What is left of notices that were recalled: tombstones, markers once each, and no byte of content. */
async function leftovers(
  notices: readonly Planted[],
  ofLater: readonly string[] = [],
): Promise<unknown[]> {
  const messages = await untilClosed(notices);
  const left: unknown[] = [];
  const copies = copiesIn(messages);
  for (const { ref } of notices) {
    const { notices: versions, sections, markers } = standing(messages, ref);
    left.push(...sections.map(({ subject }) => subject));
    left.push(...versions.filter((each) => !erasedBy(each)).map(({ subject }) => subject));
    if (new Set(markers).size !== markers.length) left.push(markers);
    left.push(...copies.filter(({ notice }) => notice === `${ref.origin}/${ref.id}`));
  }
  const words = [...notices.flatMap((its) => its.words), ...ofLater];
  left.push(...(await filesWith(hub.stack.dataDir, words)));
  return left;
}

/** The records of the stream, each where it first stood. */
function recordTimes(messages: readonly StoredMessage[]): number[] {
  const there = new Set(messages.map(({ sequence }) => sequence));
  return messages
    .flatMap((message) => {
      const its = recordIn(message);
      const sequence = erasedBy(message)?.sequence;
      if (!its || (sequence && there.has(sequence))) return [];
      return [{ at: its.record.at, sequence: sequence ?? message.sequence }];
    })
    .sort((one, other) => one.sequence - other.sequence)
    .map(({ at }) => at);
}

async function expectLogComplete(): Promise<void> {
  const before = recordTimes(await readExchange(hub.stack.natsUrl));
  const log = (await wholeLog(await hub.as("oco-auditor"))).slice(0, before.length);
  expect(log.map(({ at }) => at)).toEqual(before);
}

describe("content that is to go", () => {
  test("is gone in the end when its eraser is killed again and again in the middle", async () => {
    const notices = await planted(24);
    const recalls = Promise.all(notices.map(recall));
    for (let kill = 0; kill < 4; kill++) {
      await someClosed(notices, kill * 4);
      await hub.stack.kill("member-routing", "SIGKILL");
      await hub.stack.serving("member-routing");
    }
    await recalls;
    expect(await leftovers(notices)).toEqual([]);
    await expectLogComplete();
  });

  test("is gone when a standby takes over the erasing from one that is killed", async () => {
    const notices = await planted(12);
    await using second = await startSecond(hub.stack, "member-routing");
    expect(second.pid).toBeGreaterThan(0);
    await Promise.all(notices.map(recall));
    await hub.stack.kill("member-routing", "SIGKILL");
    expect(await leftovers(notices)).toEqual([]);
    await expectLogComplete();
  });

  test("waits for the log while that is down: nobody gets it any more, and its record is kept", async () => {
    const notices = await planted(3);
    await hub.stack.stop("audit-log");
    await Promise.all(notices.map(recall));
    for (const { ref } of notices) {
      await vi.waitFor(async () => {
        expect((await failure(getNotice(reader, ref))).code).toBe("not-found");
      }, patient);
    }
    const messages = await readExchange(hub.stack.natsUrl);
    for (const { ref } of notices) {
      const { notices: versions, closed } = standing(messages, ref);
      expect(versions.map((each) => erasedBy(each))).toEqual([null]);
      expect(closed).toEqual([]);
    }
    // Nor is anything lost when the eraser is killed while it waits.
    await hub.stack.kill("member-routing", "SIGKILL");
    await hub.stack.serving("member-routing");
    await hub.stack.restart("audit-log");
    expect(await leftovers(notices)).toEqual([]);
    await expectLogComplete();
  });

  test("is gone after the broker was killed again and again in the middle", async () => {
    const notices = await planted(16);
    const recalls = Promise.all(notices.map(recall));
    for (let kill = 0; kill < 3; kill++) {
      await someClosed(notices, kill * 4);
      await hub.stack.kill("nats", "SIGKILL");
      await hub.stack.serving("nats");
    }
    await recalls;
    expect(await leftovers(notices)).toEqual([]);
    await expectLogComplete();
  });
});

describe("a recall that races", () => {
  test("with a later version and a grant leaves one order of events, and no content", async () => {
    const notices = await planted(20);
    const words: string[] = [];
    const outcomes = await Promise.all(
      notices.map(async (its) => {
        const later = plantedNotice({ audience: "all", marking: "TLP:GREEN" });
        words.push(...later.words);
        const { publication } = await sealRevision(
          publisher.identity,
          its.notice,
          Revision.CHANGE,
          later.draft,
          Date.now(),
        );
        const { id } = await state(
          await hub.as("to-liaison"),
          its.notice,
          { consentAsked: { participant: "NZ" } },
          persistent,
        );
        const asked = { participant: "NZ", asker: "TO", asked: id };
        const [revised, , granted] = await Promise.allSettled([
          send(publisher, publication, persistent),
          recall(its),
          state(originator, its.notice, { consentGranted: asked }, persistent),
        ]);
        return [revised, granted].flatMap((each) =>
          each.status === "rejected" ? [each.reason as Error] : [],
        );
      }),
    );
    for (const error of outcomes.flat()) {
      expect(isConflict(error)).toBe(false);
      expect(error).toMatchObject({
        code: "failed-precondition",
        violations: [
          { rule: expect.stringMatching(/^(notice-recalled|version-replaced)$/) as string },
        ],
      });
    }
    expect(await leftovers(notices, words)).toEqual([]);
  });

  test("with the routing of later versions, which is killed: each version is routed once, and nobody keeps one", async () => {
    const notices = await planted(16);
    const words: string[] = [];
    const versions = await Promise.all(
      notices.map(async ({ notice }) => {
        const later = plantedNotice();
        words.push(...later.words);
        const { publication } = await sealRevision(
          publisher.identity,
          notice,
          Revision.CORRECTION,
          later.draft,
          Date.now(),
        );
        return publication;
      }),
    );
    const sending = Promise.all(versions.map((each) => send(publisher, each, persistent)));
    const killed = hub.stack.kill("member-routing", "SIGKILL");
    await sending;
    await Promise.all(notices.map(recall));
    await killed;
    await hub.stack.serving("member-routing");
    expect(await leftovers(notices, words)).toEqual([]);
    const messages = await readExchange(hub.stack.natsUrl);
    for (const { ref } of notices) {
      expect(standing(messages, ref).markers).toHaveLength(2);
    }
    // All who held a version were told, by a copy of the statement.
    const told = messages.flatMap(({ subject, payload }) => {
      const marker = subject.endsWith(".0.statement") ? RoutedMarker.decode(payload) : null;
      const about = marker?.card?.notice?.id;
      return marker && notices.some(({ ref }) => ref.id === about) ? [marker.recipients] : [];
    });
    expect(told).toHaveLength(notices.length);
    for (const recipients of told) expect(recipients).toEqual(expect.arrayContaining(["FJ", "TO"]));
  });
});

test("the log never found another number of records in the stream than it has entries", async () => {
  const logs = await serviceLogs(hub.stack);
  expect(logs.get("audit-log.log")).not.toContain("has not as many entries");
});

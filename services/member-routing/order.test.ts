import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Revision, RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, precedences, subjects } from "@talanoa/contract/subjects.ts";
import { precedenceWords } from "@talanoa/contract/words.ts";
import { keepsCompiled } from "@talanoa/devstack/testing/compiled.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { openTestHub, recordOf, type TestHub, until } from "@talanoa/platform/testing/hub.ts";
import { leastDraft, testMember, type TestNotice } from "@talanoa/platform/testing/member.ts";
import { expect, test } from "vitest";
import { accept } from "./testing/accept.ts";
import { runRouting } from "./testing/run-routing.ts";

const fiji = testMember("FJ");
const tonga = testMember("TO", "polynesia");
const samoa = testMember("WS", "polynesia");

async function openHub(): Promise<TestHub> {
  const hub = await openTestHub();
  for (const member of [fiji, tonga, samoa]) await hub.put(member.participant, member.key);
  return hub;
}

function many(count: number, draft: object = leastDraft): Promise<TestNotice[]> {
  return Promise.all(Array.from({ length: count }, () => fiji.seal(draft)));
}

/** Everything that stands, in order. */
async function all(hub: TestHub): Promise<StoredMessage[]> {
  const { lastSequence } = await readStreamUsage(hub.bus);
  const messages: StoredMessage[] = [];
  const stop = new AbortController();
  const options = { filters: [], startSequence: 1, signal: stop.signal };
  for await (const read of readFrom(hub.bus, options)) {
    messages.push(...read);
    if (read.at(-1)!.sequence >= lastSequence) break;
  }
  stop.abort();
  return messages;
}

async function untilRouted(hub: TestHub, notices: readonly TestNotice[]): Promise<StoredMessage[]> {
  return until(async () => {
    await sleep(300);
    const messages = await all(hub);
    const markers = messages.filter(({ subject }) => subject.startsWith("routed."));
    return markers.length >= notices.length && messages;
  });
}

/**
 * Each notice has one marker, its copies stand right after it, once, and each feed has them in the
 * order in which the notices stand, for each precedence.
 */
function checkFeeds(messages: readonly StoredMessage[], notices: readonly TestNotice[]): void {
  const bySequence = new Map(messages.map((message) => [message.sequence, message]));
  const markers = messages.filter(({ subject }) => subject.startsWith("routed."));
  expect(markers.map(({ subject }) => subject).sort()).toEqual(
    notices.map(({ ref }) => subjects.routed(ref, "first")).sort(),
  );
  let copies = 0;
  for (const marker of markers) {
    const { recipients } = RoutedMarker.decode(marker.payload);
    for (const [i, recipient] of recipients.entries()) {
      const { subject } = bySequence.get(marker.sequence + 1 + i)!;
      expect(subject.startsWith(`feed.${recipient}.`)).toBe(true);
      copies += 1;
    }
  }
  expect(messages.filter(({ subject }) => subject.startsWith("feed."))).toHaveLength(copies);
  for (const precedence of precedences) {
    const prefix = `notice.${precedenceWords[precedence]}.`;
    const stand = messages
      .filter(({ subject }) => subject.startsWith(prefix))
      .map(({ subject }) => subject.split(".")[3]);
    const routed = markers.map(({ subject }) => subject.split(".")[2]);
    const order = new Set(stand);
    expect(routed.filter((id) => order.has(id))).toEqual(stand);
  }
}

test("whatever waits, flash goes before immediate before priority before routine", async () => {
  await using hub = await openHub();
  const notices: TestNotice[] = [];
  for (const [precedence, count] of [
    ["routine", 900],
    ["priority", 300],
    ["immediate", 40],
    ["flash", 300],
  ] as const) {
    notices.push(...(await many(count, { ...leastDraft, precedence })));
  }
  for (const notice of notices) void accept(hub, notice);
  await until(async () => (await readStreamUsage(hub.bus)).lastSequence >= 6 + notices.length);

  await using _routing = await runRouting(hub);
  const messages = await untilRouted(hub, notices);
  checkFeeds(messages, notices);
  const feed = messages.filter(({ subject }) => subject.startsWith("feed.TO."));
  const words = feed.map(({ subject }) => subject.split(".")[2]);
  const before = (word: string): number => {
    const last = words.lastIndexOf(word);
    return words.slice(0, last).filter((other) => other === "routine").length;
  };
  // The lanes fill one by one at the start: a little of the others may be ahead, most of it not.
  expect(before("flash")).toBeLessThan(400);
  expect(before("priority")).toBeLessThan(600);
  expect(words.lastIndexOf("flash")).toBeLessThan(words.lastIndexOf("priority"));
}, 300_000);

test("a flash notice that comes under a backlog of routine is not behind it", async () => {
  await using hub = await openHub();
  const backlog = await many(2_500);
  const [flash] = await many(1, { ...leastDraft, precedence: "flash" });
  await Promise.all(backlog.map((notice) => accept(hub, notice)));
  await using _routing = await runRouting(hub);
  await until(() => readMessage(hub.bus, EXCHANGE, { last_by_subj: "feed.TO.routine.alert" }));
  await accept(hub, flash!);
  const messages = await untilRouted(hub, [...backlog, flash!]);
  checkFeeds(messages, [...backlog, flash!]);
  const words = messages
    .filter(({ subject }) => subject.startsWith("feed.TO."))
    .map(({ subject }) => subject.split(".")[2]);
  expect(words.indexOf("flash")).toBeLessThan(words.length - 100);
}, 300_000);

test("a later version whose predecessor waits beside it is not behind what came after it", async () => {
  await using hub = await openHub();
  const notices: TestNotice[] = [];
  for (let i = 0; i < 5; i++) {
    const first = await fiji.seal();
    const second = await fiji.revise(first, Revision.CORRECTION);
    notices.push(first, second, await fiji.revise(second, Revision.CHANGE), await tonga.seal());
  }
  for (const notice of notices) await accept(hub, notice);
  await using _routing = await runRouting(hub);
  const messages = await untilRouted(hub, notices);
  checkFeeds(messages, notices);
  const got = messages.filter(({ subject }) => subject.startsWith("feed.WS."));
  expect(got).toHaveLength(notices.length);
});

test("each notice is decided with the directory as of its place, not as of when it is routed", async () => {
  await using hub = await openHub();
  const group = (participants: string[]) => ({
    group: {
      id: "BOATS",
      name: "Boats",
      members: participants.map((participant) => ({ participant })),
    },
  });
  const draft = { ...leastDraft, marking: "TLP:AMBER", audience: { groups: ["BOATS"] } };
  const stand: [TestNotice, string[], number][] = [];
  for (const members of [["TO"], ["TO", "WS"], [], ["WS"]]) {
    const directory = await hub.put(group(members));
    const [notice] = await many(1, draft);
    await accept(hub, notice!);
    stand.push([notice!, ["FJ", ...members], directory]);
  }
  await hub.put({ participant: { ...tonga.participant.participant, suspended: true } });
  const [last] = await many(1);
  const directory = (await readStreamUsage(hub.bus)).lastSequence;
  await accept(hub, last!);
  stand.push([last!, ["FJ", "WS"], directory]);
  await hub.put(group(["TO"]), tonga.participant);

  await using _routing = await runRouting(hub);
  await untilRouted(
    hub,
    stand.map(([notice]) => notice),
  );
  for (const [{ ref }, recipients, sequence] of stand) {
    const [marker] = await hub.stored(subjects.routed(ref, "first"));
    expect(RoutedMarker.decode(marker!.payload).recipients).toEqual(recipients);
    expect(recordOf(marker!).facts?.routed?.directorySequence).toBe(sequence);
  }
});

test("a directory that changes while notices come is followed exactly", async () => {
  await using hub = await openHub();
  await using _routing = await runRouting(hub);
  const notices = await many(300);
  const expected = new Map<string, boolean>();
  let suspended = false;
  for (const [i, notice] of notices.entries()) {
    if (i % 10 === 5) {
      suspended = !suspended;
      await hub.put({ participant: { ...tonga.participant.participant, suspended } });
    }
    await accept(hub, notice);
    expected.set(subjects.routed(notice.ref, "first"), !suspended);
  }
  const messages = await untilRouted(hub, notices);
  checkFeeds(messages, notices);
  for (const { subject, payload } of messages) {
    if (!subject.startsWith("routed.")) continue;
    const { recipients } = RoutedMarker.decode(payload);
    expect(recipients.includes("TO")).toBe(expected.get(subject));
  }
}, 300_000);

test("a standby takes over from one that is killed, in order, without a gap or a double", async () => {
  expect.hasAssertions();
  await using hub = await openHub();
  const first = await startProcess(hub);
  const second = await startProcess(hub);
  try {
    const notices = await many(1_200);
    // Kills whoever of the two has the work, by killing first one and then, once it is back, the other.
    const accepting = (async () => {
      for (let at = 0; at < notices.length; at += 40) {
        await Promise.all(notices.slice(at, at + 40).map((notice) => accept(hub, notice)));
        await sleep(20);
      }
    })();
    await untilMarkers(hub, 100);
    first.kill("SIGKILL");
    await accepting;
    const messages = await untilRouted(hub, notices);
    checkFeeds(messages, notices);

    // The other one has it now for certain.
    const third = await startProcess(hub);
    try {
      const more = await many(600);
      void Promise.all(more.map((notice) => accept(hub, notice)));
      await untilMarkers(hub, notices.length + 50);
      second.kill("SIGKILL");
      const everything = [...notices, ...more];
      checkFeeds(await untilRouted(hub, everything), everything);
    } finally {
      third.kill("SIGKILL");
    }
  } finally {
    first.kill("SIGKILL");
    second.kill("SIGKILL");
  }
}, 180_000);

test("a broker that is killed in the middle of a backlog costs nothing and doubles nothing", async () => {
  expect.hasAssertions();
  await using hub = await openHub();
  const notices = await many(1_000);
  await Promise.all(notices.map((notice) => accept(hub, notice)));
  await using _routing = await runRouting(hub);
  await untilMarkers(hub, 50);
  await hub.killNats();
  await hub.restartNats();
  await hub.bus.whenAvailable();
  checkFeeds(await untilRouted(hub, notices), notices);
}, 300_000);

async function untilMarkers(hub: TestHub, count: number): Promise<void> {
  await until(async () => (await all(hub)).filter(isMarker).length > count, 30_000);
}

function isMarker({ subject }: StoredMessage): boolean {
  return subject.startsWith("routed.");
}

/** The service as a process of its own. */
async function startProcess(hub: TestHub) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: { ...keepsCompiled, ...hub.environment, TALANOA_LISTEN: "127.0.0.1:0", LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, "exit");
  await Promise.race([
    until(async () => said.includes('"serving"'), 30_000),
    ended.then(() => {
      throw new Error(`the service ended while it started: ${said}`);
    }),
  ]);
  return child;
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "@talanoa/client/connect.ts";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { listNotices, listRecalled } from "@talanoa/client/notices.ts";
import { publish } from "@talanoa/client/publish.ts";
import { state } from "@talanoa/client/state.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import { FeedService, Precedence, WithdrawalReason } from "@talanoa/contract/generated/talanoa.ts";
import { openHub } from "@talanoa/devstack/hub.ts";
import type { Stack } from "@talanoa/devstack/stack.ts";
import { placeCluster } from "@talanoa/devstack/testing/ready-cluster.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Session } from "../../session.ts";
import type { FeedLine } from "./feed-line.ts";
import { type FeedView, wholeFeed } from "./feed-view.ts";
import { LiveFeed } from "./live-feed.ts";

vi.setConfig({ testTimeout: 120_000 });
const soon = { timeout: 60_000, interval: 20 };

let stack: Stack;
const opened = new AsyncDisposableStack();
beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "talanoa-feed-"));
  opened.defer(() => rm(dataDir, { recursive: true, force: true }));
  await placeCluster(join(dataDir, "postgres"));
  const env = { ...process.env, LOG_LEVEL: "warn" };
  stack = opened.use(await openHub({ dataDir, env, report: () => {} }));
}, 180_000);
afterAll(() => opened.disposeAsync());

async function officer(name: string) {
  return opened.use(connect(await loadIdentity(join(stack.identitiesDir, `${name}.json`))));
}

/** A live feed of an officer, under a name of its own; `by` changes how the hub is asked. */
async function watch(
  name: string,
  {
    as,
    view = wholeFeed,
    by = (hub) => hub,
  }: { as: string; view?: FeedView; by?: (hub: Session["hub"]) => Session["hub"] },
) {
  const hub = await officer(as);
  const session = { hub: by(hub), keys: directoryKeys(hub), enrolment: false };
  const feed = new LiveFeed({
    session,
    view,
    name,
    subscribe: (options) => subscribe(hub, options),
  });
  await vi.waitFor(() => expect(feed.state.value).toEqual({ kind: "live" }), soon);
  return feed;
}

const titles = (lines: readonly FeedLine[]) =>
  lines.map((line) => (line.kind === "notice" ? line.notice.title : line.kind));

async function send(title: string, more: object = {}) {
  const fiji = await officer("fj-publisher");
  const { receipt } = await publish(fiji, {
    draft: {
      kind: "alert",
      type: "sighting",
      title,
      when: "2026-03-14",
      where: "Nuku'alofa",
      narrative: "Seen from the air.",
      marking: "TLP:GREEN",
      audience: { participants: ["TO"] },
      ...more,
    },
  });
  return receipt;
}

/** Resolves when the lists of Tonga show so many notices whose titles have a word. */
async function untilListed(text: string, count: number): Promise<void> {
  const tonga = await officer("to-liaison");
  await vi.waitFor(async () => {
    const copies = await Array.fromAsync(listNotices(tonga, { filter: { text } }));
    expect(copies).toHaveLength(count);
  }, soon);
}

test("shows what stands in it, then what comes, and the urgent on top until it is acknowledged", async () => {
  await send("Before");
  await untilListed("Before", 1);
  using feed = await watch("desk", { as: "to-liaison" });
  await vi.waitFor(() => expect(titles(feed.lines.value)).toEqual(["Before"]), soon);
  using elsewhere = await watch("desk", { as: "ws-liaison" });
  using origin = await watch("desk", { as: "fj-publisher" });
  await send("Flash", { precedence: "flash" });
  await send("After");
  await send("Only practised", { exercise: true });
  await vi.waitFor(
    () => expect(titles(feed.lines.value)).toEqual(["Flash", "After", "Before"]),
    soon,
  );
  const [flash] = feed.lines.value;
  expect(flash).toMatchObject({
    kind: "notice",
    acknowledged: false,
    notice: { precedence: Precedence.FLASH, where: expect.stringContaining("Nuku'alofa") },
  });
  if (flash?.kind !== "notice") throw new Error("a notice is on top");

  // Pressed again on a slow link, and after it is done.
  await Promise.all([feed.acknowledge(flash), feed.acknowledge(flash)]);
  await feed.acknowledge(flash);
  expect(titles(feed.lines.value)).toEqual(["After", "Flash", "Before"]);
  // A colleague who looks later sees that it was done.
  using later = await watch("later", { as: "to-liaison" });
  await vi.waitFor(
    () => expect(titles(later.lines.value)).toEqual(["After", "Flash", "Before"]),
    soon,
  );
  expect(titles(elsewhere.lines.value)).toEqual([]);

  const fiji = await officer("fj-publisher");
  const spoken = { header: flash.notice.ref, digest: flash.digest };
  await state(fiji, spoken, { recalled: { reason: WithdrawalReason.SENT_IN_ERROR } });
  await vi.waitFor(
    () => expect(titles(feed.lines.value)).toEqual(["recall", "After", "Before"]),
    soon,
  );
  // Also on another device that was not there when it came, whatever it shows of what is said.
  const view = { ...wholeFeed, statements: false };
  using device = await watch("device", { as: "to-liaison", view });
  await vi.waitFor(
    () => expect(titles(device.lines.value)).toEqual(["recall", "After", "Before"]),
    soon,
  );
  const said = () =>
    origin.lines.value.flatMap((line) => (line.kind === "statement" ? (line.says ?? []) : []));
  await vi.waitFor(() => expect(said()).toContain("recalled"), soon);
  expect(said().filter((its) => its === "acknowledged")).toHaveLength(1);

  const tonga = await officer("to-liaison");
  await state(tonga, spoken, { destroyed: {} });
  for (const its of [feed, device])
    await vi.waitFor(() => expect(titles(its.lines.value)).not.toContain("recall"), soon);
  using after = await watch("after", { as: "to-liaison", view });
  await vi.waitFor(() => expect(titles(after.lines.value)).toEqual(["After", "Before"]), soon);
});

type Recalled = Awaited<ReturnType<typeof listRecalled>>;

/** The same hub, of which ListRecalled is answered otherwise; `answer` gets how to ask the hub, and may throw. */
function recallsBy(answer: (ask: () => Promise<Recalled>) => Promise<Recalled>) {
  return (hub: Session["hub"]): Session["hub"] => ({
    ...hub,
    call(method, request, options) {
      const ask = () => hub.call(method, request, options);
      if (method.path !== FeedService.listRecalled.path) return ask();
      return answer(ask as never) as never;
    },
  });
}

/** Lets a feed look again, as it does each half minute. */
function look(): void {
  vi.advanceTimersByTime(30_000);
}

/** Gives how Tonga states that its copies are destroyed. */
async function sendAndRecall(title: string, more: object = {}): Promise<() => Promise<void>> {
  const fiji = await officer("fj-publisher");
  const receipt = await send(title, more);
  await untilListed(title, 1);
  const spoken = { header: receipt, digest: receipt.digest };
  await state(fiji, spoken, { recalled: { reason: WithdrawalReason.SENT_IN_ERROR } });
  return async () => void (await state(await officer("to-liaison"), spoken, { destroyed: {} }));
}

test("asks again for the recalls while they cannot be listed, and while there are more", async () => {
  const destroyed = await sendAndRecall("Recalled before");
  const tonga = await officer("to-liaison");
  await vi.waitFor(async () => {
    const { recalled } = await listRecalled(tonga);
    expect(recalled.length).toBeGreaterThan(0);
  }, soon);
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  try {
    let [isAway, asked] = [true, 0];
    let part: Partial<Recalled> = { more: true };
    const by = recallsBy(async (ask) => {
      asked++;
      if (isAway) throw new HubError("unavailable", "the list is being made");
      return { ...(await ask()), ...part };
    });
    using feed = await watch("recalls", { as: "to-liaison", by });
    const hasRecall = () => titles(feed.lines.value).includes("recall");
    await vi.waitFor(() => expect(asked).toBeGreaterThan(2), soon);
    expect(hasRecall()).toBe(false);
    isAway = false;
    look();
    await vi.waitFor(() => expect(hasRecall()).toBe(true), soon);
    expect(feed.moreRecalled.value).toBe(true);

    // What is only a part says nothing of what is not in it.
    const before = asked;
    part = { more: true, recalled: [] };
    look();
    await vi.waitFor(() => expect(asked).toBe(before + 1), soon);
    part = { more: false, recalled: [] };
    expect(hasRecall()).toBe(true);
    look();
    await vi.waitFor(() => expect(feed.moreRecalled.value).toBe(false), soon);
    expect(hasRecall()).toBe(false);
    look();
    expect(asked).toBe(before + 2);
  } finally {
    vi.useRealTimers();
  }
  await destroyed();
});

test("says of a recall that it is an exercise, also when its notice was not in sight", async () => {
  const view = { ...wholeFeed, exercises: true, words: { text: "Nothing has this" } };
  // One that goes on where it was asks for no list later.
  (await watch("practised", { as: "to-liaison", view }))[Symbol.dispose]();
  using feed = await watch("practised", { as: "to-liaison", view });
  await sendAndRecall("Practised and recalled", { exercise: true });
  const exercises = () =>
    feed.lines.value.flatMap((line) => (line.kind === "recall" ? line.exercise : []));
  await vi.waitFor(() => expect(exercises()).toContain(true), soon);
});

test("says when it goes on elsewhere, and goes on here when asked to", async () => {
  using feed = await watch("shared", { as: "to-liaison" });
  const there = await watch("shared", { as: "to-liaison" });
  await vi.waitFor(() => expect(feed.state.value.kind).toBe("ended"), soon);
  const its = feed.state.value;
  expect(its.kind === "ended" && its.error).toMatchObject({ code: "conflict" });
  expect(its.kind === "ended" && its.error).toBeInstanceOf(HubError);
  feed.goOn();
  await vi.waitFor(() => expect(feed.state.value.kind).toBe("live"), soon);
  await vi.waitFor(() => expect(there.state.value.kind).toBe("ended"), soon);
  there[Symbol.dispose]();
  await send("For who took it back");
  await vi.waitFor(() => expect(titles(feed.lines.value)).toContain("For who took it back"), soon);
});

test("hands out what is older page by page, each notice once", async () => {
  for (let i = 0; i < 40; i++) await send(`Older ${i}`);
  await untilListed("Older", 40);
  const view = { ...wholeFeed, words: { text: "Older" } };
  using feed = await watch("paged", { as: "to-liaison", view });
  await vi.waitFor(() => expect(feed.older.value).toBe("more"), soon);
  expect(feed.lines.value).toHaveLength(8);
  expect(titles(feed.lines.value)[0]).toBe("Older 39");
  feed.listOlder();
  await vi.waitFor(() => expect(feed.older.value).toBe("none"), soon);
  expect(feed.lines.value).toHaveLength(40);
  expect(new Set(titles(feed.lines.value)).size).toBe(40);
});

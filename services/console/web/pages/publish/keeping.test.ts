import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { keepLeaving, keepNow, keepWhole } from "./keeping.ts";
import { ChangedElsewhere, eraseDraft, keepDraft, openDrafts, takeUpLeft } from "./kept/drafts.ts";
import { eraseKept, type Kept, openKept } from "./kept/kept.ts";
import { addMade, beginKind, open, write, type Writing, writingOf } from "./writing.ts";

// Names the browser's storage as a browser does.
await import("fake-indexeddb/auto");

let kept: Kept;
let writing: Writing;
/** Takes up what pages left, as the desk of a page does. */
const desk = () => ({ kept, refresh: () => takeUpLeft(kept) });
const drafts = async () => {
  await takeUpLeft(kept);
  return openDrafts(kept);
};
const titles = async () => (await drafts()).map(({ written }) => written["title"]);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  kept = await openKept({ participant: "FJ", principal: "fj-keeps" });
  writing = writingOf(crypto.randomUUID());
  write(writing, "title", "Yacht");
});
afterEach(async () => {
  await eraseKept(kept);
  kept.close();
  vi.useRealTimers();
});

/** Types a title, a moment after what was typed before. */
function type(title: string): void {
  vi.setSystemTime(Date.now() + 10);
  write(writing, "title", title);
}

/** Begins to keep what is written, and comes back while it is being kept. */
async function beingKept(): Promise<{ readonly end: Promise<unknown> }> {
  const end = keepNow(writing, desk());
  for (let turn = 0; turn < 3; turn++) await Promise.resolve();
  return { end };
}

describe("a page that is left while a draft is being kept", () => {
  test("leaves one draft, which is no copy, and goes on with it", async () => {
    const { end } = await beingKept();
    await Promise.all([end, keepLeaving(writing, desk())]);
    expect(await titles()).toEqual(["Yacht"]);
    type("Yacht, white");
    await keepNow(writing, desk());
    expect(await titles()).toEqual(["Yacht, white"]);
    expect(writing.isCopy.value).toBe(false);
    expect((await drafts())[0]?.isCopy).toBeUndefined();
  });

  test("leaves one draft with what was typed last", async () => {
    await keepNow(writing, desk());
    type("Yacht, white");
    const { end } = await beingKept();
    type("Yacht, white, no lights");
    await Promise.all([end, keepLeaving(writing, desk())]);
    expect(await titles()).toEqual(["Yacht, white, no lights"]);
    expect(writing.known.value?.written).toBe(writing.written.value);
  });

  test("leaves one draft where it hears no more of what it left, and another page takes that up", async () => {
    const known = () => writing.known.value?.changedAt;
    await keepNow(writing, desk());
    const first = known();
    type("Yacht, white");
    // Frozen at once: nothing that is asked is answered, but what was put before stands.
    const { end } = await beingKept();
    const leaving = keepLeaving(writing, desk());
    const other = await openKept({ participant: "FJ", principal: "fj-keeps" });
    await takeUpLeft(other);
    const [draft, ...others] = await openDrafts(other);
    expect(others).toEqual([]);
    expect(draft).toMatchObject({ id: writing.id.value, written: { title: "Yacht, white" } });
    expect(draft!.changedAt).not.toBe(first);
    other.close();
    await Promise.all([end, leaving]);
    type("Yacht, white, no lights");
    await keepNow(writing, desk());
    expect(await titles()).toEqual(["Yacht, white, no lights"]);
    expect(writing.isCopy.value).toBe(false);
  });

  test("leaves a copy, marked as one, where another tab has changed the draft", async () => {
    await keepNow(writing, desk());
    const { value: mine } = writing.known;
    const theirs = { ...mine!, written: { title: "Ketch" }, changedAt: mine!.changedAt + 1_000 };
    await keepDraft(kept, theirs, mine);
    type("Yacht, white");
    await expect(keepLeaving(writing, desk())).rejects.toThrow(ChangedElsewhere);
    await keepNow(writing, desk());
    const [one, other, ...more] = await drafts();
    expect(more).toEqual([]);
    expect([one, other].find((each) => each?.isCopy)?.written).toMatchObject({
      title: "Yacht, white",
    });
    expect([one, other].find((each) => !each?.isCopy)?.written).toEqual({ title: "Ketch" });
    // Who opens the copy later is told so again.
    beginKind(writing, Kind.ALERT);
    open(
      writing,
      [one, other].find((each) => each?.isCopy)!,
    );
    expect(writing.isCopy.value).toBe(true);
  });
});

test("what is left of a draft that another tab erased is a copy", async () => {
  await keepNow(writing, desk());
  await eraseDraft(kept, writing.id.value);
  type("Yacht, white");
  await expect(keepNow(writing, desk())).rejects.toThrow(ChangedElsewhere);
  await keepNow(writing, desk());
  expect(await drafts()).toMatchObject([{ isCopy: true, written: { title: "Yacht, white" } }]);
});

test("a draft is kept with the picture that was being made for it", async () => {
  const picture = { content: new Uint8Array([1]) };
  const made = Promise.withResolvers<object[]>();
  void addMade(writing, "images", made.promise);
  const keeping = keepWhole(writing, desk());
  made.resolve([picture]);
  await keeping;
  expect(await drafts()).toMatchObject([{ written: { title: "Yacht", images: [picture] } }]);
});

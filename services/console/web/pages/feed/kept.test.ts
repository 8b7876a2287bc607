import { beforeEach, expect, test, vi } from "vitest";
import { KeptOfFeed } from "./kept.ts";

const officer = { participant: "FJ", principal: "fj-liaison" };
let browser: EventTarget;
let isFull = false;

beforeEach(() => {
  browser = new EventTarget();
  isFull = false;
  const stored = new Map<string, string>();
  vi.stubGlobal("addEventListener", browser.addEventListener.bind(browser));
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem(key: string, value: string) {
      if (isFull) throw new DOMException("no room", "QuotaExceededError");
      stored.set(key, value);
    },
    removeItem: (key: string) => void stored.delete(key),
  });
});

test("what two windows keep at the same time is all kept, and seen in both", () => {
  const [one, other] = [new KeptOfFeed(officer), new KeptOfFeed(officer)];
  one.opened("TO/a/1");
  other.opened("TO/b/1");
  one.keep({ name: "drugs", address: "/feed?commodity=drugs" });
  other.keep({ name: "yachts", address: "/feed?text=yacht" });
  browser.dispatchEvent(new Event("storage"));
  for (const window of [one, other]) {
    expect([...window.readMarks.value.opened]).toEqual(["TO/a/1", "TO/b/1"]);
    expect(window.subscriptions.value.map(({ name }) => name)).toEqual(["drugs", "yachts"]);
  }
});

test("what a full browser does not keep is there as long as the window is", () => {
  const kept = new KeptOfFeed(officer);
  kept.opened("TO/a/1");
  isFull = true;
  kept.opened("TO/b/1");
  kept.opened("TO/c/1");
  kept.keep({ name: "drugs", address: "/feed?commodity=drugs" });
  // Another window kept something else of the console.
  browser.dispatchEvent(new Event("storage"));
  expect([...kept.readMarks.value.opened]).toEqual(["TO/a/1", "TO/b/1", "TO/c/1"]);
  expect(kept.subscriptions.value).toHaveLength(1);
  // There is room again: what another window keeps then stays.
  isFull = false;
  new KeptOfFeed(officer).opened("TO/e/1");
  kept.opened("TO/d/1");
  const later = new KeptOfFeed(officer);
  expect([...later.readMarks.value.opened]).toEqual([
    "TO/a/1",
    "TO/e/1",
    "TO/b/1",
    "TO/c/1",
    "TO/d/1",
  ]);
});

test("a browser that keeps nothing is one in which nothing was read", () => {
  vi.stubGlobal("localStorage", undefined);
  const kept = new KeptOfFeed(officer);
  kept.opened("TO/a/1");
  expect([...kept.readMarks.value.opened]).toEqual(["TO/a/1"]);
  kept.clear();
  expect(kept.readMarks.value.opened.size).toBe(0);
});

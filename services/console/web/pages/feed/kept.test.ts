import { beforeEach, expect, test, vi } from "vitest";
import { KeptOfFeed } from "./kept.ts";

const officer = { participant: "FJ", principal: "fj-liaison" };
const browser = new EventTarget();

beforeEach(() => {
  const stored = new Map<string, string>();
  vi.stubGlobal("addEventListener", browser.addEventListener.bind(browser));
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
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

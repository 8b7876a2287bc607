import { expect, test } from "vitest";
import { isSubscriptionName, parseSubscriptions, withSubscription } from "./kept-subscriptions.ts";

test.each([
  ["night-watch", true],
  ["a".repeat(40), true],
  ["", false],
  ["Night", false],
  ["a".repeat(41), false],
  ["browser-1", false],
])("%j names a subscription: %s", (name, is) => {
  expect(isSubscriptionName(name)).toBe(is);
});

test("a name that is there gets its new view, and the list stays by name", () => {
  const kept = [
    { name: "desk", address: "/feed?kind=alert" },
    { name: "yachts", address: "/feed?text=yacht" },
  ];
  expect(withSubscription(kept, { name: "yachts", address: "/feed" })).toEqual([
    kept[0],
    { name: "yachts", address: "/feed" },
  ]);
  expect(withSubscription(kept, { name: "air", address: "/" }).map(({ name }) => name)).toEqual([
    "air",
    "desk",
    "yachts",
  ]);
});

test("of what a browser kept, only subscriptions with paths of the console are taken", () => {
  const good = { name: "desk", address: "/feed?kind=alert" };
  const bad = [{ name: "X", address: "/" }, { name: "a", address: "//elsewhere.example" }, null, 5];
  expect(parseSubscriptions(JSON.stringify([good, ...bad]))).toEqual([good]);
  expect([parseSubscriptions(null), parseSubscriptions("{"), parseSubscriptions("{}")]).toEqual([
    [],
    [],
    [],
  ]);
});

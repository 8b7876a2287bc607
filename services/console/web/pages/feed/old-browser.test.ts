import type { Hub } from "@talanoa/client/hub.ts";
import { FeedService } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { expect, test } from "vitest";
import { oldestBeyond, takeOldBrowser } from "./old-browser.ts";

const browser = (place: number) => place.toString(16).padStart(8, "0");
const windowOf = (place: number, window = 1) => `browser-${browser(place)}-${window}`;
const many = (count: number) => Array.from({ length: count }, (_, i) => windowOf(i));

/** A hub in which these stand, and what was dropped there. */
function hubWith(names: readonly string[] | HubError) {
  const dropped: string[] = [];
  const call = async ({ path }: { path: string }, { name = "" }: { name?: string }) => {
    if (names instanceof HubError) throw names;
    if (path !== FeedService.listSubscriptions.path) return void dropped.push(name);
    return { subscriptions: names.map((each) => ({ name: each, movedAt: 0 })) };
  };
  return { hub: { call } as unknown as Hub, dropped };
}

test("a new browser is one of its own while there are few", async () => {
  expect(oldestBeyond(16, ["desk", "cli-to", "browser-x", ...many(15)])).toBeNull();
  const { hub, dropped } = hubWith(many(15));
  expect(await takeOldBrowser(hub)).toBeNull();
  expect(dropped).toEqual([]);
});

test("of many the one goes on that has watched in none of its windows for the longest", async () => {
  // The first has a second window, which moved last.
  const names = ["desk", ...many(16), windowOf(1, 2), windowOf(0, 2)];
  expect(oldestBeyond(16, names)).toBe(browser(2));
  const { hub, dropped } = hubWith([windowOf(2, 3), ...names]);
  expect(await takeOldBrowser(hub)).toBe(browser(2));
  expect(dropped.toSorted()).toEqual([windowOf(2), windowOf(2, 3)]);
});

test("a hub that does not say keeps no browser from beginning", async () => {
  expect(await takeOldBrowser(hubWith(new HubError("unimplemented", "what?")).hub)).toBeNull();
});

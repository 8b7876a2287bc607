import type { Hub } from "@talanoa/client/hub.ts";
import { FeedService } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { expect, test } from "vitest";
import { oldBeyond, takeOldBrowser } from "./old-browser.ts";

const DAY = 86_400_000;
const browser = (place: number) => place.toString(16).padStart(8, "0");
/** A window that moved so many days ago. */
const windowOf = (place: number, days: number, window = 1) => ({
  name: `browser-${browser(place)}-${window}`,
  movedAt: Date.now() - days * DAY,
});
/** The first has not moved for the longest: so many days, and the last of them for one day less each. */
const many = (count: number, days: number) =>
  Array.from({ length: count }, (_, i) => windowOf(i, days - i));
const desk = { name: "desk", movedAt: 0 };

/** A hub in which these stand, and what was dropped there. */
function hubWith(standing: readonly { name: string; movedAt: number }[] | HubError) {
  const dropped: string[] = [];
  const call = async ({ path }: { path: string }, { name = "" }: { name?: string }) => {
    if (standing instanceof HubError) throw standing;
    if (path !== FeedService.listSubscriptions.path) return void dropped.push(name);
    return { subscriptions: standing };
  };
  return { hub: { call } as unknown as Hub, dropped };
}

test("a new browser is one of its own while there are few", async () => {
  const few = [desk, { name: "browser-x", movedAt: 0 }, ...many(15, 90)];
  expect(oldBeyond(16, few, Date.now())).toEqual([]);
  const { hub, dropped } = hubWith(few);
  expect(await takeOldBrowser(hub)).toBeNull();
  expect(dropped).toEqual([]);
});

test("of many the one goes on that has watched in none of its windows for the longest", async () => {
  // The first two have a second window, which moved last.
  const { hub, dropped } = hubWith([
    desk,
    windowOf(2, 95, 3),
    ...many(16, 90),
    windowOf(1, 3, 2),
    windowOf(0, 1, 2),
  ]);
  expect(await takeOldBrowser(hub)).toBe(browser(2));
  expect(dropped.toSorted()).toEqual([windowOf(2, 90).name, windowOf(2, 90, 3).name]);
});

test("an open window to which nothing came this month is never taken, however many there are", async () => {
  const { hub, dropped } = hubWith([
    desk,
    ...Array.from({ length: 60 }, (_, i) => windowOf(i, 29)),
  ]);
  expect(await takeOldBrowser(hub)).toBeNull();
  expect(dropped).toEqual([]);
});

test("of more than the hub keeps, all that are old beyond the most are dropped", async () => {
  const all = many(90, 100);
  const { hub, dropped } = hubWith([desk, ...all]);
  expect(await takeOldBrowser(hub)).toBe(browser(0));
  // Those of 100 to 31 days.
  expect(dropped).toEqual(all.slice(0, dropped.length).map(({ name }) => name));
  expect(dropped.length).toBeGreaterThanOrEqual(70);
  expect(oldBeyond(16, all, Date.now())).toHaveLength(75);
});

test("a hub that does not say keeps no browser from beginning", async () => {
  expect(await takeOldBrowser(hubWith(new HubError("unimplemented", "what?")).hub)).toBeNull();
});

import { signal } from "@preact/signals";
import type { Hub } from "@talanoa/client/hub.ts";
import { expect, test, vi } from "vitest";
import type { LiveState } from "./live-feed.ts";
import { keepOnceLive, takeWindowName } from "./subscription-name.ts";

const DAY = 86_400_000;
const kept = new Map<string, string>();
vi.stubGlobal("localStorage", {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, text: string) => kept.set(name, text),
});
// No other window has any.
const request = (_name: string, _options: object, held: (lock: object) => unknown) => held({});
vi.stubGlobal("navigator", { locks: { request } });

test("a new browser keeps its name once a feed began under it, and looks for an old one until then", async () => {
  const movedAt = Date.now() - 90 * DAY;
  const subscriptions = Array.from({ length: 16 }, (_, i) => ({
    name: `browser-0000000${i.toString(16)}-1`,
    movedAt: movedAt + i,
  }));
  const hub = { call: async () => ({ subscriptions }) } as unknown as Hub;
  const refused = await takeWindowName(hub);
  expect(refused.name).toBe("browser-00000000-1");
  const state = signal<LiveState>({ kind: "opening" });
  keepOnceLive(refused, { state });
  state.value = { kind: "ended", error: "You have 64 subscriptions" };
  expect(kept.size).toBe(0);
  subscriptions.shift();
  subscriptions.push({ name: "browser-000000ff-1", movedAt: Date.now() });
  const begun = await takeWindowName(hub);
  expect(begun.name).toBe("browser-00000001-1");
  const live = signal<LiveState>({ kind: "opening" });
  keepOnceLive(begun, { state: live });
  live.value = { kind: "live" };
  expect([...kept.values()]).toEqual(["00000001"]);
  expect((await takeWindowName(hub)).name).toBe("browser-00000001-1");
  // It has a name now.
  state.value = { kind: "live" };
  expect([...kept.values()]).toEqual(["00000001"]);
});

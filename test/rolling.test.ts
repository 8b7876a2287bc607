import { connect, type HubClient } from "@talanoa/client/connect.ts";
import { serviceTable } from "@talanoa/devstack/services-table.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startHub, type TestHub } from "./support/hub.ts";
import { type Second, startSecond } from "./support/second.ts";
import { servedThroughout } from "./support/served-throughout.ts";

/** Those that run twice in a hub that is upgraded while it serves. */
const twice = ["alert-intake", "member-routing", "member-feeds", "audit-log"] as const;
const doors = {
  "alert-intake": "intake",
  "member-routing": "routing",
  "member-feeds": "feeds",
  "audit-log": "log",
} as const;

let hub: TestHub;
const seconds = new Map<string, Second>();
beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" }, { whole: true });
  await Promise.all(
    twice.map(async (name) => void seconds.set(name, await startSecond(hub.stack, name))),
  );
}, 300_000);
afterAll(async () => {
  for (const second of seconds.values()) await second[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

/** A principal whose client knows both instances of each service. */
async function bothWays(name: string): Promise<HubClient> {
  const { identity } = await hub.as(name);
  const addresses = { ...identity.hub };
  for (const service of twice) {
    const second = seconds.get(service)!;
    addresses[doors[service]] = `${hub.stack.addresses[service]},${second.address}`;
  }
  return connect({ ...identity, hub: addresses });
}

test("every service is replaced while the hub serves, and no call fails that a client's patience does not cover", async () => {
  await using opened = new AsyncDisposableStack();
  const served = {
    as: async (name: string) => opened.use(await bothWays(name)),
    broker: hub.stack.natsUrl,
    once: { patience: 60_000 },
  };
  const times = await servedThroughout(served, async () => {
    for (const { name } of serviceTable) {
      await hub.stack.restart(name);
      const second = seconds.get(name);
      if (!second) continue;
      await second[Symbol.asyncDispose]();
      seconds.set(name, await startSecond(hub.stack, name, second.address));
    }
  });
  // Each goes on through all of it.
  expect(times).toBeGreaterThan(serviceTable.length + seconds.size);
}, 240_000);

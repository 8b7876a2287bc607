import { connect, type HubClient } from "@talanoa/client/connect.ts";
import { publish, send } from "@talanoa/client/publish.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import { explain } from "@talanoa/client/explain.ts";
import { FeedService, WatchlistService } from "@talanoa/contract/generated/talanoa.ts";
import { serviceTable } from "@talanoa/devstack/services-table.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { copiesIn, readExchange } from "./support/exchange.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { trailOf, wholeLog } from "./support/log.ts";
import { repeat } from "./support/repeat.ts";
import { type Second, startSecond } from "./support/second.ts";

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
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" });
  await Promise.all(
    twice.map(async (name) => void seconds.set(name, await startSecond(hub.stack, name))),
  );
}, 120_000);
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
  await using publisher = await bothWays("fj-publisher");
  await using officer = await bothWays("to-liaison");
  await using auditor = await bothWays("oco-auditor");
  await using analyst = await bothWays("nz-liaison");
  const stop = new AbortController();
  const { signal } = stop;
  const sent = new Set<string>();
  const received: string[] = [];
  let last = "";
  const receiving = (async () => {
    const feed = subscribe(officer, { name: "rolling", fromStart: true, deduplicate: true });
    for await (const { number, content } of feed) {
      feed.received(number);
      if (content.kind !== "notice") continue;
      received.push(content.notice.header.id);
      if (content.notice.header.id === last) break;
    }
    await feed[Symbol.asyncDispose]();
  })();
  const publishOne = async () => {
    const { publication } = await publish(publisher, { draft: alertDraft() });
    sent.add(publication.ref.id);
    return publication.ref;
  };
  const first = await publishOne();
  await vi.waitFor(() => explain(publisher, first), { timeout: 20_000 });
  const load = [
    repeat(signal, publishOne),
    repeat(signal, publishOne),
    repeat(signal, () => officer.call(FeedService.listNotices, { pageSize: 10 })),
    repeat(signal, () => explain(publisher, first)),
    repeat(signal, () => trailOf(auditor, first)),
    // It runs once: its callers wait for as long as it takes to start.
    repeat(signal, () => analyst.call(WatchlistService.listWatchlists, {}, { patience: 60_000 })),
  ];

  for (const { name } of serviceTable) {
    await hub.stack.restart(name);
    const second = seconds.get(name);
    if (!second) continue;
    await second[Symbol.asyncDispose]();
    seconds.set(name, await startSecond(hub.stack, name, second.address));
  }
  stop.abort();
  // Each goes on through all of it.
  const replaced = serviceTable.length + seconds.size;
  for (const times of await Promise.all(load)) expect(times).toBeGreaterThan(replaced);
  // It comes behind all others, which have its precedence.
  const { publication } = await sealDraft(publisher.identity, alertDraft(), Date.now());
  last = publication.ref.id;
  sent.add(last);
  await send(publisher, publication);
  await receiving;
  expect(received).toHaveLength(sent.size);
  expect(new Set(received)).toEqual(sent);
  const copies = copiesIn(await readExchange(hub.stack.natsUrl));
  const tongas = copies.filter(({ participant }) => participant === "TO");
  expect(tongas.map(({ notice }) => notice).sort()).toEqual(
    [...sent].map((id) => `FJ/${id}`).sort(),
  );
  await vi.waitFor(async () => {
    const accepted = (await wholeLog(auditor)).filter(({ step }) => step === "accepted");
    expect(accepted).toHaveLength(sent.size);
  }, 20_000);
}, 240_000);

import type { HubClient } from "@talanoa/client/connect.ts";
import { changeDirectory, listDirectory } from "@talanoa/client/directory.ts";
import { explain } from "@talanoa/client/explain.ts";
import { queryLog, trail } from "@talanoa/client/log.ts";
import { getNotice, listNotices } from "@talanoa/client/notices.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import { type NoticeRef, Purpose } from "@talanoa/contract/generated/talanoa.ts";
import { logStats } from "@talanoa/client/log-stats.ts";
import { publish } from "@talanoa/client/publish.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { readExchange, recordIn } from "./support/exchange.ts";
import { failure } from "./support/failure.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { startSecond } from "./support/second.ts";

const BURST = 5;
/** None comes free while the test runs. */
const PER_SECOND = 0.001;

const hubs = new AsyncDisposableStack();
let hub: TestHub;
let notice: NoticeRef;
beforeAll(async () => {
  hub = hubs.use(await startHub());
  const { publication } = await publish(await hub.as("fj-publisher"), { draft: alertDraft() });
  notice = publication.ref;
  const officer = await hub.as("ws-liaison");
  await vi.waitFor(
    async () => expect(await Array.fromAsync(listNotices(officer))).toHaveLength(1),
    { timeout: 60_000, interval: 200 },
  );
  // What the hub itself calls when it is set up goes beyond such rates.
  for (const name of ["member-routing", "member-feeds", "audit-log"]) {
    await hub.stack.stop(name);
    const slow = await startSecond(hub.stack, name, hub.stack.addresses[name], {
      TALANOA_CALLS_PER_SECOND: String(PER_SECOND),
      TALANOA_CALLS_BURST: String(BURST),
    });
    hubs.use(slow);
  }
}, 300_000);
afterAll(() => hubs.disposeAsync());

const reason = { purpose: Purpose.AUDIT, caseNumber: "" };
const once = { patience: 0 };
let groups = 0;

/** Each door that leaves a record, and one call of it. */
const doors: { readonly [door: string]: [string, (caller: HubClient) => Promise<unknown>] } = {
  list: ["ck-liaison", (caller) => Array.fromAsync(listNotices(caller, once))],
  get: ["nu-liaison", (caller) => getNotice(caller, notice, once)],
  subscribe: ["to-liaison", opening],
  explain: ["fj-publisher", (caller) => explain(caller, notice, once)],
  change: [
    "oco-secretariat",
    (caller) => {
      const group = { id: `RATES-${groups++}`, name: "rates", members: [{ participant: "FJ" }] };
      return changeDirectory(caller, { entry: { group }, revision: 0, reason: "test" }, once);
    },
  ],
  query: ["ck-auditor", (caller) => Array.fromAsync(queryLog(caller, reason, {}, once))],
  trail: ["nu-auditor", (caller) => Array.fromAsync(trail(caller, reason, notice, once))],
  stats: ["tv-auditor", (caller) => logStats(caller, reason, {}, once)],
};

/** The client of a subscription would come again by itself; this tells what its first call met. */
async function opening(caller: HubClient): Promise<void> {
  const met = Promise.withResolvers<void>();
  await using feed = subscribe(caller, {
    name: "rates",
    fromStart: true,
    onState: (state) => (state.kind === "lost" ? met.reject(state.error) : met.resolve()),
  });
  const first = feed[Symbol.asyncIterator]().next();
  await met.promise;
  await first;
}

test.each(Object.entries(doors))(
  "who comes too fast to the door %s is told when to come again, and leaves no further record",
  async (_, [name, call]) => {
    const caller = await hub.as(name);
    const recorded = async () => {
      const records = (await readExchange(hub.stack.natsUrl)).flatMap(
        (message) => recordIn(message)?.record ?? [],
      );
      return records.filter(({ principal }) => principal === name).length;
    };
    for (let i = 0; i < BURST; i++) await call(caller);
    const before = await recorded();
    expect(before).toBeGreaterThanOrEqual(BURST);
    const said = await failure(call(caller));
    expect(said.code).toBe("resource-exhausted");
    expect(said.message).toMatch(/^Too many calls: try again in \d+ ms\.$/);
    expect(said.violations).toMatchObject([{ field: "caller", rule: "rate" }]);
    expect(await recorded()).toBe(before);
  },
);

test("who asks for the directory too fast is told when to come again", async () => {
  const caller = await hub.as("vu-liaison");
  const ask = () => listDirectory(caller, "key", once);
  for (let i = 0; i < BURST; i++) await ask();
  expect(await failure(ask())).toMatchObject({
    code: "resource-exhausted",
    violations: [{ field: "caller", rule: "rate" }],
  });
});

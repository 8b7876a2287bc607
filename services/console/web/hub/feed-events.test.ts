import type { CheckedCopy } from "@talanoa/client/genuine-copy.ts";
import type { Hub } from "@talanoa/client/hub.ts";
import { keyRing } from "@talanoa/client/key-ring.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import type { Arrival, SubscriptionState } from "@talanoa/client/subscribe.ts";
import { directoryKey, testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import { Delivery, SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { subscribeByEvents } from "./feed-events.ts";

/** A stream of events as a browser opens it, of which the test is the server. */
class FakeSource extends EventTarget {
  static opened: FakeSource[] = [];
  readonly url: string;
  isClosed = false;

  constructor(url: string) {
    super();
    this.url = url;
    FakeSource.opened.push(this);
  }

  close(): void {
    this.isClosed = true;
  }

  say(kind: string, data: unknown): void {
    const text = typeof data === "string" ? data : JSON.stringify(data);
    this.dispatchEvent(new MessageEvent(kind, { data: text }));
  }
}

const key = testKey();
const identity = testIdentity("FJ", key, testKey());
const keys = keyRing([directoryKey("FJ", key)]);
const hub = { identity, call: () => Promise.reject(new Error("nothing is asked")) } as Hub;
const page = new EventTarget();
let told: { path: string; body: unknown }[] = [];

beforeEach(() => {
  FakeSource.opened = [];
  told = [];
  vi.stubGlobal("EventSource", FakeSource);
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  vi.stubGlobal("fetch", async (path: string, { body }: { body?: string }) => {
    if (body) told.push({ path, body: JSON.parse(body) });
    return new Response(path === "/session" ? "{}" : null, {
      status: path === "/session" ? 200 : 204,
    });
  });
});
afterEach(() => void vi.unstubAllGlobals());

async function delivered(number: number, title: string, sealed?: Uint8Array) {
  const its = sealed ?? (await sealedNotice(title));
  const copy = { notice: SealedNotice.decode(its), acceptedAt: Date.now() };
  const bytes = Delivery.encode({ number, precedence: 3, attempt: 1, copy });
  return { sealed: its, data: Buffer.from(bytes).toString("base64") };
}

async function sealedNotice(title: string): Promise<Uint8Array> {
  const draft = { kind: "alert", type: "sighting", title, when: "2026-01-02", where: "FJSUV" };
  const more = { narrative: "Seen.", marking: "TLP:GREEN", audience: ["polynesia"] };
  return (await sealDraft(identity, { ...draft, ...more }, Date.now())).publication.sealed;
}

const kindOf = ({ content }: Arrival): CheckedCopy["kind"] => content.kind;

async function source(count: number): Promise<FakeSource> {
  await expect.poll(() => FakeSource.opened.length, { timeout: 60_000 }).toBe(count);
  return FakeSource.opened.at(-1)!;
}

test("what comes is checked, confirmed, and given once although it comes again after a break", async () => {
  const states: SubscriptionState["kind"][] = [];
  const subscription = subscribeByEvents(
    { hub, keys },
    { name: "desk", deduplicate: true, onState: ({ kind }) => states.push(kind) },
  );
  const arrivals = subscription[Symbol.asyncIterator]();
  const first = arrivals.next();
  const one = await source(1);
  expect(one.url).toBe("/events?name=desk");
  const came = await delivered(1, "One");
  one.say("ready", { resumed: false, stream: "s1" });
  one.say("delivery", came.data);
  const arrival = (await first).value as Arrival;
  expect(kindOf(arrival)).toBe("notice");
  const second = arrivals.next();
  one.dispatchEvent(new Event("error"));
  const two = await source(2);
  expect(one.isClosed).toBe(true);
  // Stored while the link was down: it is told when it comes again.
  subscription.received(arrival.number);
  two.say("ready", { resumed: true, stream: "s2" });
  two.say("delivery", (await delivered(1, "One", came.sealed)).data);
  const other = await delivered(2, "Two");
  two.say("delivery", other.data);
  const next = (await second).value as Arrival;
  expect(next.number).toBe(2);
  await expect.poll(() => told).toEqual([{ path: "/events/s2/received", body: { delivery: 1 } }]);
  subscription.received(next.number);
  subscription.opened([next.number]);
  await expect
    .poll(() => told.slice(1))
    .toEqual([
      { path: "/events/s2/received", body: { delivery: 2 } },
      { path: "/events/s2/opened", body: { deliveries: [2] } },
    ]);
  expect(states).toEqual(["ready", "lost", "ready"]);
  await subscription[Symbol.asyncDispose]();
  expect(two.isClosed).toBe(true);
});

test("a copy that its origin did not sign is given as that", async () => {
  const subscription = subscribeByEvents({ hub, keys }, { name: "desk" });
  const first = subscription[Symbol.asyncIterator]().next();
  const stream = await source(1);
  const sealed = SealedNotice.decode(await sealedNotice("Changed"));
  const signature = sealed.signature.map((byte, at) => (at === 3 ? byte ^ 1 : byte));
  const changed = SealedNotice.encode({ ...sealed, signature });
  stream.say("ready", { resumed: false, stream: "s1" });
  stream.say("delivery", (await delivered(1, "", changed)).data);
  expect(((await first).value as Arrival).content).toMatchObject({
    kind: "not-genuine",
    reason: "the signature does not hold",
  });
  await subscription[Symbol.asyncDispose]();
});

test("what the hub ends is thrown with its code, and not opened again", async () => {
  const subscription = subscribeByEvents({ hub, keys }, { name: "desk" });
  const first = subscription[Symbol.asyncIterator]().next();
  const error = first.catch((thrown: unknown) => thrown);
  const stream = await source(1);
  stream.say("end", {
    reason: "it goes on elsewhere",
    code: "failed-precondition",
    violations: [],
  });
  expect(await error).toBeInstanceOf(HubError);
  expect(await error).toMatchObject({
    code: "failed-precondition",
    message: "it goes on elsewhere",
  });
  expect(FakeSource.opened).toHaveLength(1);
  expect(stream.isClosed).toBe(true);
});

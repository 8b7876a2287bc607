import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServiceError } from "@grpc/grpc-js";
import { type Delivery, FeedService, NoticeHeader } from "@talanoa/contract/generated/talanoa.ts";
import { precedences, subjects } from "@talanoa/contract/subjects.ts";
import { newSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { type NatsServer, startNats } from "@talanoa/devstack/nats-server.ts";
import type { PostgresServer } from "@talanoa/devstack/postgres.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import { keySet, tokenAudience, tokenIssuer, tokenMint } from "@talanoa/devstack/token-issuer.ts";
import { openProgress } from "./open-progress.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FeedClient } from "./testing/feed-client.ts";
import { type FeedsServer, openFeedsServer } from "./testing/feeds-server.ts";
import { Publisher } from "./testing/publisher.ts";
import { recordsOf } from "./testing/records-of.ts";

const key = newSigningKey();
let folder: string;
let nats: NatsServer;
let postgres: PostgresServer;
/** Two instances of the service. */
let feeds: FeedsServer;
let other: FeedsServer;
let publisher: Publisher;
const clients: FeedClient[] = [];
let principals = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-feeds-"));
  await writeFile(join(folder, "jwks.json"), keySet(key));
  nats = await startNats({ dir: join(folder, "nats"), binary: await findNatsServer() });
  postgres = await startTestPostgres({ dir: join(folder, "postgres") });
  await postgres.createDatabase("member_feeds");
  [feeds, other] = [await openServer(), await openServer()];
  publisher = new Publisher(feeds.committer, () => feeds.directory.latest());
  await publisher.enrol([
    { id: "FJ", subRegion: "melanesia" },
    { id: "TO", subRegion: "polynesia" },
  ]);
}, 300_000);

afterAll(async () => {
  for (const client of clients) client[Symbol.dispose]();
  await other?.[Symbol.asyncDispose]();
  await feeds?.[Symbol.asyncDispose]();
  await postgres?.stop();
  await nats?.stop();
  await rm(folder, { recursive: true, force: true });
});

function openServer(): Promise<FeedsServer> {
  return openFeedsServer({
    natsUrl: nats.url,
    databaseUrl: postgres.url("member_feeds"),
    jwksFile: join(folder, "jwks.json"),
    issuer: tokenIssuer,
    audience: tokenAudience,
  });
}

/** An officer of Tonga whom no other test has, at each instance. */
async function officer() {
  const principal = `to-liaison-${++principals}`;
  const mint = await tokenMint(key, Date.now());
  const token = await mint({ principal, participant: "TO", roles: ["liaison"], office: "" });
  const [here, there] = [feeds, other].map(({ port }) => new FeedClient(port, token));
  clients.push(here!, there!);
  return { principal, here: here!, there: there! };
}

type Officer = Awaited<ReturnType<typeof officer>>;

const idsOf = (deliveries: readonly Delivery[]): string[] =>
  deliveries.map(({ copy }) => NoticeHeader.decode(copy!.notice!.header).id);

async function named({ here }: Officer): Promise<string[]> {
  const { subscriptions } = await here.call(FeedService.listSubscriptions, {});
  return subscriptions.map(({ name }) => name);
}

const drop = ({ here }: Officer, name: string) => here.call(FeedService.dropSubscription, { name });

/** Opens one and leaves it; whether it was there before. */
async function visit(client: FeedClient, name: string): Promise<boolean> {
  const subscription = client.subscribe({ name });
  const resumed = await subscription.ready;
  await subscription.close();
  return resumed;
}

/** Subscriptions as they stand once they were made. */
async function make({ principal }: Officer, names: readonly string[]): Promise<void> {
  await Promise.all(
    names.map((subscription) => {
      const holder = { participant: "TO", principal, subscription };
      const messages = precedences.map((precedence) =>
        recordMessage(
          {
            at: Date.now(),
            participant: "TO",
            principal,
            facts: { received: { participant: "TO", subscription, precedence, position: 1 } },
          },
          { subject: subjects.received(holder, precedence), lastSequence: 0 },
        ),
      );
      return feeds.committer.commit(messages);
    }),
  );
}

const many = (count: number, word: string) =>
  Array.from({ length: count }, (_, i) => `${word}-${i}`);

describe("a subscription that is dropped", () => {
  test("while it is made is made anew", async () => {
    const its = await officer();
    let commits = 0;
    const committer: FeedsServer["committer"] = {
      ...feeds.committer,
      async commit(messages) {
        const stored = await feeds.committer.commit(messages);
        commits += 1;
        if (commits === 1) await drop(its, "desk");
        return stored;
      },
    };
    const holder = { participant: "TO", principal: its.principal, subscription: "desk" };
    const signal = AbortSignal.timeout(10_000);
    const opened = await openProgress({ bus: feeds.bus, committer }, holder, {
      fromStart: false,
      signal,
    });
    expect(opened).toMatchObject({ resumed: false, lanes: { length: precedences.length } });
    expect(commits).toBe(2);
    expect(await named(its)).toEqual(["desk"]);
  });

  test("is listed no more, and begins anew under its name, with nothing of what it had left", async () => {
    const its = await officer();
    await visit(its.here, "desk");
    await visit(its.here, "other");
    const { id: before } = await publisher.publish("FJ", {});
    await drop(its, "desk");
    expect(await named(its)).toEqual(["other"]);
    const again = its.here.subscribe({ name: "desk" });
    expect(await again.ready).toBe(false);
    const { id: after } = await publisher.publish("FJ", {});
    expect(idsOf(await again.have(1))).toEqual([after]);
    again.confirm(1);
    await again.close();
    expect(await named(its)).toEqual(["other", "desk"]);
    expect(await visit(its.here, "desk")).toBe(true);
    // Another keeps its place.
    const kept = its.here.subscribe({ name: "other" });
    expect(idsOf(await kept.have(2))).toEqual([before, after]);
    await kept.cancel();
  });

  test("counts its releases anew under its name", async () => {
    const its = await officer();
    const first = its.here.subscribe({ name: "desk" });
    await first.ready;
    await publisher.publish("FJ", {});
    expect((await first.have(1))[0]!.attempt).toBe(1);
    await first.cancel();
    await drop(its, "desk");
    for (const attempt of [1, 2]) {
      const again = its.here.subscribe({ name: "desk", fromStart: true });
      expect((await again.have(1))[0]!.attempt).toBe(attempt);
      await again.cancel();
    }
  });

  test("is recorded as dropped, for each precedence, with how far it had come", async () => {
    const its = await officer();
    await make(its, ["desk"]);
    await drop(its, "desk");
    await drop(its, "desk");
    const records = await recordsOf(feeds, "received");
    const dropped = records.filter(
      ({ record }) => record.principal === its.principal && record.facts!.subscriptionDropped,
    );
    expect(dropped.map(({ record }) => record.facts!.subscriptionDropped)).toMatchObject(
      precedences.map((precedence) => ({
        participant: "TO",
        subscription: "desk",
        precedence,
        position: 1,
      })),
    );
  });

  test("ends the call that has it open, which is told why", async () => {
    const its = await officer();
    const open = its.here.subscribe({ name: "desk" });
    await open.ready;
    await drop(its, "desk");
    expect(await open.ended).toEqual({ code: 10, text: "the subscription desk was dropped" });
    expect(await named(its)).toEqual([]);
  });

  test("is not brought back by a call at another instance, nor is what began under its name moved by it", async () => {
    const its = await officer();
    const [stale, stopped] = [
      its.there.subscribe({ name: "desk" }),
      its.there.subscribe({ name: "gone" }),
    ];
    await Promise.all([stale.ready, stopped.ready]);
    await Promise.all([drop(its, "desk"), drop(its, "gone")]);
    const anew = its.here.subscribe({ name: "desk", fromStart: true });
    expect(await anew.ready).toBe(false);
    await publisher.publish("FJ", {});
    const counts = [stale, stopped].map((call) => call.have(1));
    await Promise.all(counts);
    stale.confirm(1);
    stopped.confirm(1);
    expect((await stale.ended).text).toBe("the subscription desk was dropped");
    expect((await stopped.ended).text).toBe("the subscription gone was dropped");
    await anew.cancel();
    expect(await named(its)).toEqual(["desk"]);
    const again = its.here.subscribe({ name: "desk" });
    expect(await again.ready).toBe(true);
    // From the oldest copy on, of which none was confirmed.
    const oldest = its.here.subscribe({ name: "oldest", fromStart: true });
    const [first] = idsOf(await oldest.have(1));
    expect(idsOf(await again.have(1))[0]).toBe(first);
    await Promise.all([again.cancel(), oldest.cancel()]);
  });

  test("is dropped while copies are confirmed, whoever is faster", async () => {
    const its = await officer();
    const open = its.there.subscribe({ name: "desk" });
    open.onDelivery = ({ number }) => open.confirm(number);
    await open.ready;
    const enough = new AbortController();
    const flow = (async () => {
      while (!enough.signal.aborted) await publisher.publish("FJ", {});
    })();
    await open.have(20);
    await drop(its, "desk");
    expect((await open.ended).code).toBe(10);
    enough.abort();
    await flow;
    expect(await named(its)).toEqual([]);
  });

  test("must be the principal's own, and be named rightly", async () => {
    const [its, another] = [await officer(), await officer()];
    await visit(another.here, "desk");
    const refused = async (name: string) =>
      drop(its, name).catch(({ code, details }: ServiceError) => `${code} ${details}`);
    expect(await refused("desk")).toBe("5 you have no such subscription");
    expect(await refused("Desk")).toMatch(/^3 name: use one to forty/);
    expect(await named(another)).toEqual(["desk"]);
  });
});

describe("the subscriptions of a principal", () => {
  test("are 64 at most, of which one makes room when it is dropped", async () => {
    const its = await officer();
    await make(its, many(63, "sub"));
    await visit(its.here, "last");
    const more = its.here.subscribe({ name: "more" });
    expect(await more.ended).toEqual({
      code: 9,
      text: "You have 64 subscriptions: drop one first, as by talanoa feed --drop NAME.",
    });
    expect(await visit(its.here, "sub-0")).toBe(true);
    await drop(its, "sub-0");
    expect(await visit(its.here, "more")).toBe(false);
    expect(await named(its)).toHaveLength(64);
    expect((await its.here.subscribe({ name: "sub-0" }).ended).code).toBe(9);
    // Of others none counts.
    expect(await visit((await officer()).here, "more")).toBe(false);
  });

  test("are 64 at most also when they are made at both instances at once", async () => {
    const its = await officer();
    await make(its, many(60, "sub"));
    const outcomes = await Promise.allSettled(
      many(10, "at-once").map((name, i) => visit(i % 2 ? its.here : its.there, name)),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(4);
    expect(await named(its)).toHaveLength(64);
  });

  test("have 256 names at most, and one that was dropped may be used again", async () => {
    const its = await officer();
    await make(its, many(256, "sub"));
    for (const name of many(200, "sub")) await drop(its, name);
    const more = its.here.subscribe({ name: "more" });
    expect(await more.ended).toEqual({
      code: 9,
      text: "You have named 256 subscriptions: use a name again that you dropped.",
    });
    expect(await visit(its.here, "sub-7")).toBe(false);
  });
});

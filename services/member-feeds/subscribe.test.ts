import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Delivery,
  Ending,
  type FeedFilter,
  NoticeHeader,
  NoticeLife,
  Precedence,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { newSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { type NatsServer, startNats } from "@talanoa/devstack/nats-server.ts";
import type { PostgresServer } from "@talanoa/devstack/postgres.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import { keySet, tokenAudience, tokenIssuer, tokenMint } from "@talanoa/devstack/token-issuer.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FeedClient, type Subscription } from "./testing/feed-client.ts";
import { type FeedsServer, openFeedsServer } from "./testing/feeds-server.ts";
import { Publisher, sectionTypesOf } from "./testing/publisher.ts";
import { recordsOf } from "./testing/records-of.ts";

const key = newSigningKey();
let folder: string;
let nats: NatsServer;
let postgres: PostgresServer;
let feeds: FeedsServer;
let publisher: Publisher;
const window = 20;
const clients: FeedClient[] = [];
let names = 0;
const fresh = (): string => `sub-${++names}`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-feeds-"));
  await writeFile(join(folder, "jwks.json"), keySet(key));
  nats = await startNats({ dir: join(folder, "nats"), binary: await findNatsServer() });
  postgres = await startTestPostgres({ dir: join(folder, "postgres") });
  await postgres.createDatabase("member_feeds");
  feeds = await openServer();
  publisher = new Publisher(feeds.committer, () => feeds.directory.latest());
  await publisher.enrol([
    { id: "FJ", subRegion: "melanesia" },
    { id: "TO", subRegion: "polynesia" },
    { id: "WS", subRegion: "polynesia" },
    { id: "KI", subRegion: "micronesia" },
  ]);
}, 300_000);

afterAll(async () => {
  for (const client of clients) client[Symbol.dispose]();
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
    window,
  });
}

async function clientOf(
  participant: string,
  {
    principal = `${participant.toLowerCase()}-liaison`,
    roles = ["liaison"],
    issuedAt = Date.now(),
    port = feeds.port,
  } = {},
): Promise<FeedClient> {
  const mint = await tokenMint(key, issuedAt);
  const client = new FeedClient(port, await mint({ principal, participant, roles, office: "" }));
  clients.push(client);
  return client;
}

async function opened(
  participant: string,
  open: Parameters<FeedClient["subscribe"]>[0],
  as: Parameters<typeof clientOf>[1] = {},
): Promise<Subscription> {
  const subscription = (await clientOf(participant, as)).subscribe(open);
  await subscription.ready;
  return subscription;
}

const idsOf = (deliveries: readonly Delivery[]): string[] =>
  deliveries.map(({ copy }) => NoticeHeader.decode(copy!.notice!.header).id);

/** Until a condition holds; what a test waits for happens in other processes. */
async function eventually<T>(look: () => Promise<T | false | undefined>): Promise<T> {
  for (let wait = 5; ; wait = Math.min(100, wait * 2)) {
    const found = await look();
    if (found) return found;
    await sleep(wait);
  }
}

describe("a subscription", () => {
  test("delivers what comes from its making on, and from the oldest when asked to", async () => {
    const { id: before } = await publisher.publish("FJ", {});
    const live = await opened("TO", { name: fresh() });
    const whole = await opened("TO", { name: fresh(), fromStart: true });
    expect(await live.ready).toBe(false);
    const { id: after } = await publisher.publish("FJ", {});
    expect(idsOf(await live.have(1))).toEqual([after]);
    expect(live.deliveries[0]).toMatchObject({ number: 1, attempt: 1 });
    const all = await eventually(async () => {
      const ids = idsOf(whole.deliveries);
      return ids.includes(after) && ids;
    });
    expect(all.indexOf(before)).toBeLessThan(all.indexOf(after));
    await Promise.all([live.cancel(), whole.cancel()]);
  });

  test("that was made keeps what comes while its client is away, though nothing was ever confirmed", async () => {
    const name = fresh();
    const first = await opened("TO", { name });
    await first.cancel();
    const { id } = await publisher.publish("FJ", {});
    const again = await opened("TO", { name });
    expect(await again.ready).toBe(true);
    expect(idsOf(await again.have(1))).toEqual([id]);
    expect(again.deliveries[0]!.attempt).toBe(1);
    await again.cancel();
  });

  test("sends again with attempt 2 what a lost client did not confirm, and never what it did", async () => {
    const name = fresh();
    const lost = await opened("TO", { name });
    const ids: string[] = [];
    for (let i = 0; i < 6; i++) ids.push((await publisher.publish("FJ", {})).id);
    await lost.have(6);
    lost.confirm(2);
    await eventually(async () =>
      (await recordsOf(feeds, "received")).some(
        ({ record: { facts } }) =>
          facts?.received?.subscription === name && facts.received.copies.length > 0,
      ),
    );
    await lost.cancel();
    const second = await opened("TO", { name });
    expect(idsOf(await second.have(4))).toEqual(ids.slice(2));
    expect(second.deliveries.map(({ attempt }) => attempt)).toEqual([2, 2, 2, 2]);
    expect(second.deliveries.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    await second.cancel();
    const { id: newest } = await publisher.publish("FJ", {});
    const third = await opened("TO", { name });
    expect(idsOf(await third.have(5))).toEqual([...ids.slice(2), newest]);
    expect(third.deliveries.map(({ attempt }) => attempt)).toEqual([3, 3, 3, 3, 1]);
    third.confirm(5);
    expect((await third.close()).code).toBe(0);
    const fourth = await opened("TO", { name });
    const { id: last } = await publisher.publish("FJ", {});
    expect(idsOf(await fourth.have(1))).toEqual([last]);
    await fourth.cancel();
  });

  test("keeps its position over a restart of the service, for each precedence on its own", async () => {
    const name = fresh();
    const { port, ...server } = await openServer().then((its) => ({ port: its.port, its }));
    const first = await opened("TO", { name }, { port });
    const routine = [await publisher.publish("FJ", {}), await publisher.publish("FJ", {})];
    const flash = await publisher.publish("FJ", { precedence: "flash" });
    await first.have(3);
    const firstRoutine = first.deliveries.find(
      ({ precedence }) => precedence === Precedence.ROUTINE,
    )!;
    first.confirm(firstRoutine.number);
    expect((await first.close()).code).toBe(0);
    await server.its[Symbol.asyncDispose]();
    const again = await opened("TO", { name });
    await again.have(2);
    expect(idsOf(again.deliveries).sort()).toEqual([routine[1]!.id, flash.id].sort());
    await again.cancel();
  });

  test("hands out no copy that waited for its reader while the notice was recalled", async () => {
    const subscription = await opened("TO", { name: fresh() });
    const refs = [];
    for (let i = 0; i < window + 3; i++) refs.push(await publisher.publish("FJ", {}));
    await subscription.have(window);
    const [recalled, ...later] = refs.slice(window);
    await feeds.committer.commit([
      {
        subject: subjects.life(recalled!),
        payload: NoticeLife.encode({ notice: recalled!, ending: Ending.RECALLED }),
        expect: { lastSequence: 0 },
      },
    ]);
    // What is stated about it comes all the same, and shows that the ending was seen.
    await publisher.acknowledge("TO", recalled!, "to-liaison");
    await sleep(1_000);
    subscription.confirm(window);
    const deliveries = await subscription.have(window + 3);
    const notices = deliveries.filter(({ copy }) => copy?.notice);
    expect(idsOf(notices).slice(window)).toEqual(later.map(({ id }) => id));
    expect(deliveries.at(-1)?.copy?.statement).not.toBeNull();
  });

  test("lets flash pass a full window of routine, and goes on when room is made", async () => {
    const subscription = await opened("TO", { name: fresh() });
    const ids: string[] = [];
    for (let i = 0; i < window + 10; i++) ids.push((await publisher.publish("FJ", {})).id);
    await subscription.have(window);
    const { id: flash } = await publisher.publish("FJ", { precedence: "flash" });
    await subscription.have(window + 1);
    expect(idsOf(subscription.deliveries)).toEqual([...ids.slice(0, window), flash]);
    // Nothing of the rest was recorded as released either.
    await sleep(200);
    expect(subscription.deliveries).toHaveLength(window + 1);
    subscription.confirm(5);
    await subscription.have(window + 6);
    subscription.confirm(window + 6);
    await subscription.have(window + 11);
    expect(
      idsOf(subscription.deliveries.filter(({ precedence }) => precedence === Precedence.ROUTINE)),
    ).toEqual(ids);
    await subscription.cancel();
  });

  test("gives what waited by precedence, flash first, each in the order of the stream", async () => {
    const name = fresh();
    await (await opened("TO", { name })).close();
    const words = ["routine", "priority", "flash", "immediate"] as const;
    const waited: { id: string; precedence: (typeof words)[number] }[] = [];
    for (let i = 0; i < window * 2; i++) {
      const precedence = words[(i * 7) % 4]!;
      waited.push({ id: (await publisher.publish("FJ", { precedence })).id, precedence });
    }
    const subscription = await opened("TO", { name });
    // More than one window of all, and never a full one of any.
    await subscription.have(waited.length);
    const pressing = ["flash", "immediate", "priority", "routine"];
    const byPrecedence = waited.toSorted(
      (a, b) => pressing.indexOf(a.precedence) - pressing.indexOf(b.precedence),
    );
    expect(idsOf(subscription.deliveries)).toEqual(byPrecedence.map(({ id }) => id));
    await subscription.cancel();
  });

  test("opened again by another call goes on there, and the older call is told so", async () => {
    const name = fresh();
    const older = await opened("TO", { name });
    await publisher.publish("FJ", {});
    await older.have(1);
    const newer = await opened("TO", { name });
    const { code, text } = await older.ended;
    expect({ code, text }).toEqual({
      code: 10,
      text: `the subscription ${name} was opened by another call, which goes on with it`,
    });
    await newer.have(1);
    expect(newer.deliveries[0]!.attempt).toBe(2);
    await publisher.publish("FJ", {});
    await newer.have(2);
    expect(older.deliveries).toHaveLength(1);
    await newer.cancel();
  });

  test("whose client does not read any more is taken over all the same", async () => {
    const name = fresh();
    const stuck = await opened("TO", { name });
    stuck.pause();
    // Three full windows: more than both ends of a call hold, so the older call cannot write on.
    const narrative = "A long report. ".repeat(1_500);
    for (let i = 0; i < window; i++) {
      for (const precedence of ["immediate", "priority", "routine"]) {
        await publisher.publish("FJ", { title: "Large", narrative, precedence });
      }
    }
    const next = await opened("TO", { name });
    expect(await next.have(3 * window)).toHaveLength(3 * window);
    await next.cancel();
    await stuck.cancel();
  });

  test("open in two replicas at once delivers in both, and its position never moves back", async () => {
    const name = fresh();
    await using other = await openServer();
    const here = await opened("TO", { name });
    const there = await opened("TO", { name }, { port: other.port });
    const ids: string[] = [];
    for (let i = 0; i < 8; i++) ids.push((await publisher.publish("FJ", {})).id);
    await Promise.all([here.have(8), there.have(8)]);
    here.confirm(8);
    expect((await here.close()).code).toBe(0);
    there.confirm(3);
    expect((await there.close()).code).toBe(0);
    const released = (await recordsOf(feeds, "released"))
      .map(({ record }) => record.facts!.released!)
      .filter(({ subscription }) => subscription === name)
      .flatMap(({ copies, attempt }) => copies.map(({ notice }) => `${notice!.id} ${attempt}`));
    expect(new Set(released).size).toBe(16);
    const again = await opened("TO", { name });
    const { id } = await publisher.publish("FJ", {});
    expect(idsOf(await again.have(1))).toEqual([id]);
    await again.cancel();
  });

  test("whose call is cancelled in the middle of a stream of copies loses none and eats none", async () => {
    const name = fresh();
    const expected: string[] = [];
    const seen = new Set<string>();
    await (await opened("KI", { name })).cancel();
    const publishing = (async () => {
      for (let i = 0; i < 120; i++) expected.push((await publisher.publish("FJ", {})).id);
    })();
    for (let round = 0; round < 8; round++) {
      const subscription = await opened("KI", { name });
      await subscription.have(1 + round);
      for (const id of idsOf(subscription.deliveries.slice(0, 1 + round))) seen.add(id);
      subscription.confirm(subscription.deliveries[round]!.number);
      await (round % 2 ? subscription.cancel() : subscription.close());
    }
    await publishing;
    const rest = await opened("KI", { name });
    while (seen.size < expected.length) {
      const before = seen.size;
      for (const id of idsOf(rest.deliveries)) seen.add(id);
      if (rest.deliveries.length > 0) rest.confirm(rest.deliveries.length);
      if (seen.size === before) await sleep(10);
    }
    expect([...seen].sort()).toEqual([...expected].sort());
    await rest.cancel();
  });
});

describe("what is released", () => {
  test("is recorded on disk before a byte is on the wire: with the broker paused nothing comes", async () => {
    const subscription = await opened("TO", { name: fresh() });
    await publisher.publish("FJ", {});
    await subscription.have(1);
    // Copies stand and wait for room; the broker stops before room is made.
    for (let i = 0; i < window + 2; i++) await publisher.publish("FJ", {});
    await subscription.have(window);
    const before = subscription.deliveries.length;
    process.kill(nats.pid, "SIGSTOP");
    try {
      // On a busy machine its threads stop a little later.
      await sleep(500);
      subscription.confirm(before);
      await sleep(700);
      expect(subscription.deliveries).toHaveLength(before);
    } finally {
      process.kill(nats.pid, "SIGCONT");
    }
    await subscription.have(window + 3);
    const released = (await recordsOf(feeds, "released")).flatMap(
      ({ record }) => record.facts!.released!.copies,
    );
    const recorded = new Set(released.map(({ notice }) => notice!.id));
    for (const id of idsOf(subscription.deliveries)) expect(recorded).toContain(id);
    await subscription.cancel();
  });

  test("is recorded by origin, with subscription, attempt and exactly the copies that went out", async () => {
    const name = fresh();
    const subscription = await opened("TO", { name });
    const refs = [
      await publisher.publish("FJ", {}),
      await publisher.publish("WS", {}),
      await publisher.publish("FJ", { exercise: true }),
    ];
    await subscription.have(3);
    subscription.confirm(3);
    subscription.opened(2, 3);
    expect((await subscription.close()).code).toBe(0);
    const mine = (await recordsOf(feeds, "released", "received", "opened")).filter(
      ({ record }) =>
        [record.facts?.released?.subscription, record.facts?.received?.subscription].includes(
          name,
        ) ||
        record.facts?.opened?.copies.some(({ notice }) => refs.some(({ id }) => id === notice?.id)),
    );
    for (const step of ["released", "received", "opened"] as const) {
      const facts = mine.flatMap(({ record }) => {
        const its = record.facts?.[step];
        return (
          its?.copies.map(({ notice }) => ({
            id: notice!.id,
            origin: its.origin,
            participant: its.participant,
            by: `${record.participant} ${record.principal}`,
            exercise: record.exercise,
          })) ?? []
        );
      });
      const expected = (step === "opened" ? refs.slice(1) : refs).map(({ id, origin }, i, of) => ({
        id,
        origin,
        participant: "TO",
        by: "TO to-liaison",
        exercise: i === of.length - 1,
      }));
      expect({ step, facts }).toEqual({ step, facts: expected });
    }
    const positions = mine.filter(
      ({ subject }) => subject === `record.received.TO.to-liaison.${name}.routine`,
    );
    expect(positions.at(-1)!.record.facts!.received!.position).toBeGreaterThan(0);
  });

  test("is recorded as opened while more comes and is confirmed, after it was received, and once", async () => {
    const name = fresh();
    const subscription = await opened("TO", { name, filter: { origins: ["WS"] } });
    subscription.onDelivery = ({ number }) => {
      subscription.confirm(number);
      subscription.opened(number);
      subscription.opened(number);
    };
    const enough = new AbortController();
    const ids: string[] = [];
    async function flow(): Promise<void> {
      while (!enough.signal.aborted) ids.push((await publisher.publish("WS", {})).id);
    }
    const published = flow();
    const stepsOf = async () => {
      const records = await recordsOf(feeds, "received", "opened");
      return records.flatMap(
        ({ subject, record: { facts } }) =>
          (facts?.received ?? facts?.opened)?.copies.map(({ notice }) => ({
            step: subject.split(".")[1],
            id: notice?.id ?? "",
          })) ?? [],
      );
    };
    const openedIn = (steps: Awaited<ReturnType<typeof stepsOf>>) =>
      steps.filter(({ step, id }) => step === "opened" && ids.includes(id));
    await eventually(async () => openedIn(await stepsOf()).length > 20);
    enough.abort();
    await published;
    const steps = await eventually(async () => {
      const all = await stepsOf();
      return openedIn(all).length >= ids.length && all;
    });
    expect(openedIn(steps).map(({ id }) => id)).toEqual(ids);
    for (const id of ids) {
      const its = steps.filter((each) => each.id === id).map(({ step }) => step);
      expect(its).toEqual(["received", "opened"]);
    }
    await subscription.cancel();
  });

  test("joins personal sections for those with whom the originator has an agreement, and no others", async () => {
    await publisher.agree("FJ", "TO");
    const named = await opened("TO", { name: fresh() });
    const other = await opened("WS", { name: fresh() });
    await publisher.publish("FJ", {
      audience: { participants: ["TO"], sub_regions: ["polynesia"] },
      persons: [{ name: "A. Person" }],
    });
    await Promise.all([named.have(1), other.have(1)]);
    const typesFor = ({ deliveries }: Subscription): SectionType[] =>
      sectionTypesOf(deliveries[0]!.copy!.notice!.sections);
    expect(typesFor(named)).toContain(SectionType.PERSONS);
    expect(typesFor(other)).not.toContain(SectionType.PERSONS);
    expect(other.deliveries[0]!.copy!.withheld.map(({ rule }) => rule)).toContain("no-agreement");
    await Promise.all([named.cancel(), other.cancel()]);
  });
});

describe("filters", () => {
  test.each<[string, Init<FeedFilter>, object, object]>([
    ["kinds", { kinds: [2] }, { kind: "operation", type: null, ...operation() }, {}],
    ["regions", { regions: ["polynesia"] }, { where: "Apia" }, { where: "Suva" }],
    ["countries", { countries: ["WS", "TV"] }, { where: "Apia" }, { where: "Suva" }],
    ["its own country", { concernsOwnCountry: true }, { where: "Nuku'alofa" }, { where: "Suva" }],
    [
      "what names it, wherever it was",
      { concernsOwnCountry: true },
      { where: "Suva", audience: { participants: ["TO", "WS"] } },
      { where: "Suva", audience: { sub_regions: ["polynesia"] } },
    ],
    [
      "what names an officer of its own",
      { concernsOwnCountry: true },
      { where: "Suva", audience: { officers: ["TO:to-liaison"] } },
      { where: "Suva" },
    ],
    [
      "what is urgent, wherever it was",
      { concernsOwnCountry: true },
      { where: "Suva", precedence: "immediate" },
      { where: "Suva", precedence: "priority" },
    ],
    [
      "what asks to be acknowledged, wherever it was",
      { concernsOwnCountry: true },
      { where: "Suva", acknowledge_by: new Date(Date.now() + 86_400_000).toISOString() },
      { where: "Suva" },
    ],
    [
      "commodity classes",
      { commodityClasses: ["drugs-cocaine"] },
      { goods: [{ name: "Cocaine", class: "drugs-cocaine" }] },
      {},
    ],
    ["marking", { tlp: [1] }, { marking: "TLP:CLEAR" }, { marking: "TLP:GREEN" }],
    [
      "words of the title in any case and without accents",
      { text: "ATOLL cafe" },
      { title: "Café seized on the atoll" },
      { title: "Coffee on the atoll" },
    ],
  ])("by %s let pass what matches and skip the rest", async (_, filter, passing, skipped) => {
    const subscription = await opened("TO", { name: fresh(), filter });
    await publisher.publish("FJ", skipped);
    const { id } = await publisher.publish("FJ", passing);
    expect(idsOf(await subscription.have(1))).toEqual([id]);
    await subscription.cancel();
  });

  test("by origin let pass what matches and skip the rest", async () => {
    const subscription = await opened("TO", { name: fresh(), filter: { origins: ["WS"] } });
    await publisher.publish("FJ", {});
    const { id } = await publisher.publish("WS", {});
    expect(idsOf(await subscription.have(1))).toEqual([id]);
    await subscription.cancel();
  });

  test("that let nothing pass do not hold the position back", async () => {
    const name = fresh();
    const subscription = await opened("TO", { name, filter: { countries: ["AQ"] } });
    for (let i = 0; i < 12; i++) {
      await Promise.all(Array.from({ length: 100 }, () => publisher.publish("FJ", {})));
    }
    const { position } = await eventually(async () => {
      const received = (await recordsOf(feeds, "received")).flatMap(
        ({ record: { facts } }) => facts?.received ?? [],
      );
      const its = received.findLast((each) => each.subscription === name && each.position > 0);
      const before = received.find((each) => each.subscription === name);
      return its && its.position > (before?.position ?? 0) && its;
    });
    // Each notice is a marker and four copies.
    const { lastSequence } = await readStreamUsage(feeds.bus);
    expect(position).toBeGreaterThan(lastSequence - 300 * 5);
    expect(subscription.deliveries).toEqual([]);
    await subscription.cancel();
  });

  test("let statements pass unless they are left out", async () => {
    const all = await opened("FJ", { name: fresh(), filter: { origins: ["WS"] } });
    const without = await opened("FJ", { name: fresh(), filter: { withoutStatements: true } });
    const notice = await publisher.publish("FJ", {});
    await publisher.acknowledge("TO", notice, "to-liaison");
    const { id } = await publisher.publish("FJ", {});
    expect((await all.have(1))[0]!.copy!.statement).not.toBeNull();
    expect(idsOf(await without.have(2))).toEqual([notice.id, id]);
    all.confirm(1);
    expect((await all.close()).code).toBe(0);
    const received = (await recordsOf(feeds, "released")).filter(
      ({ record }) => record.facts!.released!.copies[0]?.statement,
    );
    expect(received.at(-1)!.record.facts!.released!.origin).toBe("TO");
    await without.cancel();
  });
});

function operation(): object {
  return {
    when: null,
    where: null,
    narrative: null,
    operation: {
      name: "Kurukuru",
      phase: "planning",
      starts: "2025-10-01",
      objective: "Fisheries",
      participants: ["FJ", "TO"],
    },
  };
}

describe("who may see what", () => {
  test("a copy for named officers goes to them alone, and a colleague's position passes it unseen", async () => {
    const name = fresh();
    const officer = await opened("TO", { name: fresh() }, { principal: "to-officer" });
    const colleague = await opened("TO", { name });
    const { id: secret } = await publisher.publish("FJ", {
      marking: "TLP:RED",
      audience: { officers: ["TO:to-officer"] },
    });
    const { id: open } = await publisher.publish("FJ", {});
    expect(idsOf(await officer.have(2))).toEqual([secret, open]);
    expect(idsOf(await colleague.have(1))).toEqual([open]);
    expect(colleague.deliveries[0]!.number).toBe(1);
    colleague.confirm(1);
    expect((await colleague.close()).code).toBe(0);
    await officer.cancel();
    const toColleague = (await recordsOf(feeds, "released")).filter(
      ({ record }) => record.facts!.released!.subscription === name,
    );
    expect(JSON.stringify(toColleague)).not.toContain(secret);
  });

  test("a colleague's subscription of the same name is another one, and takes nothing from it", async () => {
    const name = fresh();
    const officer = await opened("TO", { name }, { principal: "to-officer" });
    const colleague = await opened("TO", { name });
    await publisher.publish("FJ", {
      marking: "TLP:RED",
      audience: { officers: ["TO:to-officer"] },
    });
    await publisher.publish("FJ", {});
    await colleague.have(1);
    colleague.confirm(1);
    expect((await colleague.close()).code).toBe(0);
    await officer.have(2);
    await officer.cancel();
    const again = await opened("TO", { name }, { principal: "to-officer" });
    await again.have(2);
    expect(again.deliveries.map(({ attempt }) => attempt)).toEqual([2, 2]);
    await again.cancel();
  });

  test("who only publishes is sent its own administration's notices and what is stated about them", async () => {
    const subscription = await opened(
      "FJ",
      { name: fresh() },
      { principal: "fj-publisher", roles: ["publisher"] },
    );
    await publisher.publish("WS", {});
    const own = await publisher.publish("FJ", {});
    await publisher.acknowledge("TO", own, "to-liaison");
    await subscription.have(2);
    expect(idsOf(subscription.deliveries.slice(0, 1))).toEqual([own.id]);
    expect(subscription.deliveries[1]!.copy!.statement).not.toBeNull();
    await subscription.cancel();
  });

  test.each([
    ["an auditor", "FJ", ["auditor"], 7],
    ["a liaison of a participant that the directory does not know", "ZZ", ["liaison"], 7],
  ])("%s is refused", async (_, participant, roles, code) => {
    const client = await clientOf(participant, { principal: "someone", roles });
    expect((await client.subscribe({ name: fresh() }).ended).code).toBe(code);
  });

  test("a subscription ends when its principal or its participant is suspended", async () => {
    const principal = "ws-leaving";
    const one = await opened("WS", { name: fresh() }, { principal });
    await publisher.change("principal", principal, {
      principal: { id: principal, participant: "WS", suspended: true },
    });
    expect(await one.ended).toEqual({
      code: 7,
      text: "you may not act for your administration at present",
    });
    const two = await opened("WS", { name: fresh() });
    const participant = { id: "WS", name: "WS", type: 1, subRegion: "polynesia" } as const;
    await publisher.change("participant", "WS", {
      participant: { ...participant, suspended: true },
    });
    expect(await two.ended).toEqual({
      code: 7,
      text: "your administration does not take part at present",
    });
    const refused = (await clientOf("WS")).subscribe({ name: fresh() });
    expect((await refused.ended).code).toBe(7);
    await publisher.change("participant", "WS", { participant });
    await eventually(async () => !feeds.directory.latest().participant("WS")?.suspended);
  });

  test("a subscription ends when its token expires", async () => {
    const day = 24 * 3_600_000;
    const subscription = await opened(
      "TO",
      { name: fresh() },
      { issuedAt: Date.now() - day + 6_000 },
    );
    expect(await subscription.ended).toEqual({
      code: 16,
      text: "the token has expired: sign in again",
    });
  });
});

describe("a client that does not keep to the protocol", () => {
  test("is told by name what is wrong with its subscription", async () => {
    const client = await clientOf("TO");
    const { code, text } = await client.subscribe({ name: "Not a name" }).ended;
    expect(code).toBe(3);
    expect(text).toMatch(/^open\.name: use one to forty/);
  });

  test.each([
    ["kinds", { kinds: [70_000] }],
    ["tlp", { tlp: [99] }],
    ["origins", { origins: ["F\0J"] }],
    ["countries", { countries: Array.from({ length: 301 }, () => "FJ") }],
    ["text", { text: "a ".repeat(101) }],
  ])("is told that its filter has no such %s", async (field, filter) => {
    const client = await clientOf("TO");
    const { code, text } = await client.subscribe({ name: fresh(), filter: filter as FeedFilter })
      .ended;
    expect(code).toBe(3);
    expect(text).toMatch(new RegExp(`^filter\\.${field}: give`));
  });

  test("cannot confirm or open what it was not sent", async () => {
    const confirming = await opened("TO", { name: fresh() });
    confirming.confirm(7);
    expect(await confirming.ended).toMatchObject({
      code: 3,
      text: "received.delivery: give the number of a delivery of this call",
    });
    const opening = await opened("TO", { name: fresh() });
    opening.opened(0);
    expect((await opening.ended).code).toBe(3);
  });

  test("may confirm the same twice, and out of order, without moving its position back", async () => {
    const name = fresh();
    const subscription = await opened("TO", { name });
    for (let i = 0; i < 3; i++) await publisher.publish("FJ", {});
    await subscription.have(3);
    subscription.confirm(3);
    subscription.confirm(1);
    subscription.confirm(3);
    expect((await subscription.close()).code).toBe(0);
    const again = await opened("TO", { name });
    const { id } = await publisher.publish("FJ", {});
    expect(idsOf(await again.have(1))).toEqual([id]);
    await again.cancel();
  });
});

test("a service that stops ends its subscriptions so that clients come back", async () => {
  const server = await openServer();
  const subscription = await opened("TO", { name: fresh() }, { port: server.port });
  const [ended] = await Promise.all([subscription.ended, server[Symbol.asyncDispose]()]);
  expect(ended.code).toBe(14);
});

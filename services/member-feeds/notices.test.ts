import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ServiceError, status } from "@grpc/grpc-js";
import {
  Door,
  Ending,
  type FeedCopy,
  type FeedFilter,
  FeedService,
  NoticeHeader,
  NoticeLife,
  type NoticeRef,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { newSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { type NatsServer, startNats } from "@talanoa/devstack/nats-server.ts";
import { type PostgresServer, startPostgres } from "@talanoa/devstack/postgres.ts";
import { keepsCompiled } from "@talanoa/devstack/testing/compiled.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import { keySet, tokenAudience, tokenIssuer, tokenMint } from "@talanoa/devstack/token-issuer.ts";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { FeedClient } from "./testing/feed-client.ts";
import { type FeedsServer, openFeedsServer } from "./testing/feeds-server.ts";
import { Publisher, sectionTypesOf } from "./testing/publisher.ts";
import { recordsOf } from "./testing/records-of.ts";

/** A loaded machine gets its time. */
const PATIENCE = { timeout: 60_000 };

const key = newSigningKey();
let folder: string;
let nats: NatsServer;
let postgres: PostgresServer;
let feeds: FeedsServer;
let publisher: Publisher;
const clients: FeedClient[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-feeds-"));
  await writeFile(join(folder, "jwks.json"), keySet(key));
  const searchKey = Buffer.alloc(32, 7).toString("base64");
  await writeFile(join(folder, "search-key.json"), JSON.stringify({ key: searchKey }));
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
  for (const child of children) child.kill("SIGKILL");
  for (const client of clients) client[Symbol.dispose]();
  await feeds?.[Symbol.asyncDispose]();
  await postgres?.stop();
  await nats?.stop();
  await rm(folder, { recursive: true, force: true });
});

function openServer(database = "member_feeds"): Promise<FeedsServer> {
  return openFeedsServer({
    natsUrl: nats.url,
    databaseUrl: postgres.url(database),
    jwksFile: join(folder, "jwks.json"),
    issuer: tokenIssuer,
    audience: tokenAudience,
  });
}

async function clientOf(
  participant: string,
  {
    principal = `${participant.toLowerCase()}-liaison`,
    roles = ["liaison"],
    port = feeds.port,
  } = {},
): Promise<FeedClient> {
  const mint = await tokenMint(key, Date.now());
  const client = new FeedClient(port, await mint({ principal, participant, roles, office: "" }));
  clients.push(client);
  return client;
}

const idOf = (copy: FeedCopy | null): string => NoticeHeader.decode(copy!.notice!.header).id;

/** All pages of a list. */
async function listed(
  client: FeedClient,
  filter: Init<FeedFilter> | null = null,
  pageSize = 200,
): Promise<string[]> {
  const ids: string[] = [];
  let pageToken = "";
  do {
    const page = await client.call(FeedService.listNotices, { filter, pageSize, pageToken });
    ids.push(...page.copies.map(idOf));
    pageToken = page.nextPageToken;
  } while (pageToken);
  return ids;
}

test("a notice that has ended is at no door, though nobody has erased it yet, also of a replica that starts then", async () => {
  const reader = await clientOf("TO");
  const ref = await publisher.publish("FJ", { audience: { participants: ["TO"] } });
  const other = await publisher.publish("FJ", {});
  for (const each of [ref, other]) await untilListed(reader, each);
  await feeds.committer.commit([
    {
      subject: subjects.life(ref),
      payload: NoticeLife.encode({ notice: ref, ending: Ending.RECALLED }),
      expect: { lastSequence: 0 },
    },
  ]);
  await using replica = await openServer();
  for (const port of [feeds.port, replica.port]) {
    const client = await clientOf("TO", { port });
    await vi.waitFor(async () => {
      const ids = await listed(client);
      expect([ids.includes(ref.id), ids.includes(other.id)]).toEqual([false, true]);
    }, PATIENCE);
    await expect(client.call(FeedService.getNotice, { notice: ref })).rejects.toMatchObject({
      code: status.NOT_FOUND,
    });
    const idPart = ref.id.slice(-12);
    const named = { origin: "", idPart };
    const nothing = { notices: [], ended: [] };
    expect(await client.call(FeedService.findNotices, named)).toEqual(nothing);
    // By name it is known to who held it, and to nobody else.
    const known = { ...named, ended: true };
    expect(await client.call(FeedService.findNotices, known)).toMatchObject({
      notices: [],
      ended: [{ notice: ref, ending: Ending.RECALLED, endedAt: expect.any(Number) }],
    });
    for (const stranger of [{ participant: "KI" }, { participant: "TO", roles: ["publisher"] }]) {
      const { participant, ...asker } = stranger;
      const other = await clientOf(participant, { port, ...asker });
      expect(await other.call(FeedService.findNotices, known)).toEqual(nothing);
    }
  }
});

test("personal sections that are ordered to be erased are in no answer, though nobody has erased them yet", async () => {
  const ref = await publisher.publish("FJ", { persons: [{ name: "A. Person" }], audience: "all" });
  const own = await clientOf("FJ");
  await untilListed(own, ref);
  const shown = async (port: number) => {
    const client = await clientOf("FJ", { port });
    const { copy } = await client.call(FeedService.getNotice, { notice: ref });
    const hasPersons = sectionTypesOf(copy!.notice!.sections).includes(SectionType.PERSONS);
    return [hasPersons, copy!.withheld.some(({ rule }) => rule === "erased")];
  };
  expect(await shown(feeds.port)).toEqual([true, false]);
  await feeds.committer.commit([
    {
      subject: subjects.life(ref),
      payload: NoticeLife.encode({ notice: ref, personalErased: 1 }),
      expect: { lastSequence: 0 },
    },
  ]);
  await using replica = await openServer();
  for (const port of [feeds.port, replica.port]) {
    await vi.waitFor(async () => expect(await shown(port)).toEqual([false, true]), PATIENCE);
  }
});

test("personal sections are in no answer to who found nothing, and in those to others who have not said so", async () => {
  const ref = await publisher.publish("FJ", { persons: [{ name: "A. Person" }], audience: "all" });
  const own = await clientOf("FJ");
  await untilListed(own, ref);
  const hasPersons = async (participant: string, port = feeds.port) => {
    const client = await clientOf(participant, { port });
    const { copy } = await client.call(FeedService.getNotice, { notice: ref });
    return sectionTypesOf(copy!.notice!.sections).includes(SectionType.PERSONS);
  };
  const cleared = [{ participant: "TO", version: 1 }];
  await feeds.committer.commit([
    {
      subject: subjects.life(ref),
      payload: NoticeLife.encode({ notice: ref, cleared }),
      expect: { lastSequence: 0 },
    },
  ]);
  await using replica = await openServer();
  for (const port of [feeds.port, replica.port]) {
    await vi.waitFor(async () => expect(await hasPersons("TO", port)).toBe(false), PATIENCE);
    expect(await hasPersons("FJ", port)).toBe(true);
  }
});

/** Waits until lists show a notice: they follow the stream within moments. */
async function untilListed(client: FeedClient, { id }: NoticeRef): Promise<void> {
  for (;;) {
    const ids = await listed(client).catch((error: ServiceError): string[] => {
      // Lists that are still being made say so.
      if (error.code !== status.UNAVAILABLE) throw error;
      return [];
    });
    if (ids.includes(id)) return;
    await sleep(20);
  }
}

async function refusal(call: Promise<unknown>): Promise<ServiceError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown as ServiceError,
  );
  if (!error) throw new Error("it was not refused");
  return error;
}

describe("a list of notices", () => {
  test("has the newest first, page by page, each once", async () => {
    const client = await clientOf("TO");
    const refs: NoticeRef[] = [];
    for (let i = 0; i < 25; i++) refs.push(await publisher.publish("FJ", {}));
    await untilListed(client, refs.at(-1)!);
    const filter = { origins: ["FJ"] };
    const ids = refs.map(({ id }) => id).reverse();
    expect((await listed(client, filter)).slice(0, 25)).toEqual(ids);
    expect((await listed(client, filter, 7)).slice(0, 25)).toEqual(ids);
    expect((await listed(client, filter, 1)).slice(0, 25)).toEqual(ids);
  });

  test("is recorded as released, by origin and by the door list, before it is answered", async () => {
    const refs = [await publisher.publish("FJ", {}), await publisher.publish("WS", {})];
    const client = await clientOf("KI");
    await untilListed(client, refs[1]!);
    const { copies } = await client.call(FeedService.listNotices, { pageSize: 2 });
    const records = await recordsOf(feeds, "released");
    const last = records.slice(-2).map(({ record }) => ({
      by: `${record.participant} ${record.principal}`,
      door: record.facts!.released!.door,
      origin: record.facts!.released!.origin,
      ids: record.facts!.released!.copies.map(({ notice }) => notice!.id),
    }));
    const common = { by: "KI ki-liaison", door: Door.LIST };
    expect(last).toEqual([
      { ...common, origin: "WS", ids: [refs[1]!.id] },
      { ...common, origin: "FJ", ids: [refs[0]!.id] },
    ]);
    expect(copies.map(idOf)).toEqual([refs[1]!.id, refs[0]!.id]);
  });

  test.each<[string, Init<FeedFilter>, object, object]>([
    ["kinds", { kinds: [2] }, operation, {}],
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
  ])("can be asked for by %s", async (_, filter, passing, skipped) => {
    const client = await clientOf("TO");
    const before = await publisher.publish("WS", skipped);
    const { id } = await publisher.publish("WS", passing);
    await untilListed(client, await publisher.publish("WS", skipped));
    const ids = await listed(client, { ...filter, origins: ["WS"] });
    expect(ids[0]).toBe(id);
    expect(ids).not.toContain(before.id);
  });

  test("never shows what is for named officers to their colleagues, nor that there is something", async () => {
    const draft = { marking: "TLP:RED", audience: { officers: ["KI:ki-officer"] } };
    const around = [await publisher.publish("FJ", {})];
    const secret = await publisher.publish("FJ", draft);
    around.unshift(await publisher.publish("FJ", {}));
    const officer = await clientOf("KI", { principal: "ki-officer" });
    const colleague = await clientOf("KI");
    await untilListed(officer, around[0]!);
    expect((await listed(officer, null, 3)).slice(0, 3)).toEqual([
      around[0]!.id,
      secret.id,
      around[1]!.id,
    ]);
    const { copies } = await colleague.call(FeedService.listNotices, { pageSize: 2 });
    expect(copies.map(idOf)).toEqual(around.map(({ id }) => id));
  });

  test("shows to who only publishes its own administration's notices", async () => {
    const own = await publisher.publish("FJ", {});
    const other = await publisher.publish("WS", {});
    await untilListed(await clientOf("FJ"), other);
    const client = await clientOf("FJ", { principal: "fj-publisher", roles: ["publisher"] });
    const ids = await listed(client);
    expect(ids).toContain(own.id);
    expect(ids).not.toContain(other.id);
  });

  test("ends a page before it is too large for a client, and goes on behind it", async () => {
    const narrative = "A long report. ".repeat(20_000);
    const refs: NoticeRef[] = [];
    for (let i = 0; i < 13; i++) {
      refs.push(await publisher.publish("WS", { title: "Large", narrative }));
    }
    const client = await clientOf("TO");
    await untilListed(client, refs.at(-1)!);
    const filter = { text: "large" };
    const page = await client.call(FeedService.listNotices, { filter, pageSize: 200 });
    expect(page.copies.length).toBeGreaterThan(5);
    expect(page.copies.length).toBeLessThan(13);
    expect(page.nextPageToken).not.toBe("");
    expect(await listed(client, filter)).toEqual(refs.map(({ id }) => id).reverse());
  });

  test("takes a page token from nobody but whom it was given to, with the filter it was given for", async () => {
    const client = await clientOf("TO");
    await publisher.publish("FJ", {});
    await untilListed(client, await publisher.publish("FJ", {}));
    const { nextPageToken } = await client.call(FeedService.listNotices, { pageSize: 1 });
    const again = await client.call(FeedService.listNotices, { pageSize: 1 });
    expect(again.nextPageToken).not.toBe(nextPageToken);
    const others = [await clientOf("TO", { principal: "to-other" }), await clientOf("KI")];
    const wrong = [
      ...others.map((each) => each.call(FeedService.listNotices, { pageToken: nextPageToken })),
      client.call(FeedService.listNotices, {
        pageToken: nextPageToken,
        filter: { origins: ["FJ"] },
      }),
      client.call(FeedService.listNotices, { pageToken: "x" }),
      client.call(FeedService.listNotices, { pageToken: `${nextPageToken}A` }),
      client.call(FeedService.listNotices, { pageToken: nextPageToken.slice(0, -2) }),
    ];
    for (const error of await Promise.all(wrong.map(refusal))) {
      expect(error).toMatchObject({
        code: 3,
        details: "page_token: give the token of the page before, with the same filter, or none",
      });
    }
    await using replica = await openServer();
    const there = await clientOf("TO", { port: replica.port });
    const second = await there.call(FeedService.listNotices, { pageToken: nextPageToken });
    expect(second.copies.length).toBeGreaterThan(0);
  });

  test("of more than 200 at once is refused", async () => {
    const client = await clientOf("TO");
    const { code, details } = await refusal(
      client.call(FeedService.listNotices, { pageSize: 201 }),
    );
    expect({ code, details }).toEqual({
      code: 3,
      details: "page_size: ask for at most 200 notices at once",
    });
  });
});

describe("a single notice", () => {
  test("that a subscription delivers is found at that very moment", async () => {
    const client = await clientOf("TO");
    const subscription = client.subscribe({ name: "at-once" });
    await subscription.ready;
    const got: Promise<string>[] = [];
    subscription.onDelivery = ({ copy }) => {
      const { origin, id, version } = NoticeHeader.decode(copy!.notice!.header);
      for (const each of [version, 0]) {
        const notice = { origin, id, version: each };
        got.push(client.call(FeedService.getNotice, { notice }).then((found) => idOf(found.copy)));
      }
    };
    const refs: NoticeRef[] = [];
    for (let i = 0; i < 20; i++) refs.push(await publisher.publish("FJ", {}));
    await subscription.have(20);
    expect(await Promise.all(got)).toEqual(refs.flatMap(({ id }) => [id, id]));
    await subscription.cancel();
  });

  test("is recorded as released and opened by who asked, with the personal sections it may see", async () => {
    await publisher.agree("FJ", "TO");
    const notice = await publisher.publish("FJ", {
      audience: { participants: ["TO"] },
      persons: [{ name: "A. Person" }],
    });
    const client = await clientOf("TO");
    const { copy } = await client.call(FeedService.getNotice, { notice });
    expect(sectionTypesOf(copy!.notice!.sections)).toContain(SectionType.PERSONS);
    const records = (await recordsOf(feeds, "released", "opened")).slice(-2);
    expect(records.map(({ record }) => `${record.participant} ${record.principal}`)).toEqual([
      "TO to-liaison",
      "TO to-liaison",
    ]);
    const [released, opened] = records.map(({ record }) => record.facts!);
    const copies = [{ notice: { ...notice } }];
    expect(released!.released).toMatchObject({ participant: "TO", origin: "FJ", door: Door.GET });
    expect(opened!.opened).toMatchObject({ participant: "TO", origin: "FJ", door: Door.GET });
    expect(released!.released).toMatchObject({ copies });
    expect(opened!.opened).toMatchObject({ copies });
  });

  test("that one was not sent is answered exactly as one that does not exist", async () => {
    const sent = await publisher.publish("FJ", {});
    const notSent = await publisher.publish("FJ", { audience: { participants: ["TO"] } });
    const officers = { marking: "TLP:RED", audience: { officers: ["KI:ki-officer"] } };
    const forOfficer = await publisher.publish("FJ", officers);
    const client = await clientOf("KI");
    await client.call(FeedService.getNotice, { notice: sent });
    const before = (await recordsOf(feeds, "released", "opened")).length;
    const asked: NoticeRef[] = [
      { ...sent, id: sent.id.replace(/.$/, (last) => (last === "0" ? "1" : "0")) },
      { ...sent, version: 2 },
      { ...sent, origin: "WS" },
      { ...sent, origin: "ZZ" },
      notSent,
      { ...notSent, version: 0 },
      forOfficer,
      { ...forOfficer, version: 0 },
    ];
    const answers = await Promise.all(
      asked.map(async (notice) => {
        const error = await refusal(client.call(FeedService.getNotice, { notice }));
        const { code, details, metadata } = error;
        const { date: _, ...trailers } = metadata.getMap();
        return { code, details, trailers };
      }),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({
      code: 5,
      details: "there is no such notice in your feed",
    });
    expect((await recordsOf(feeds, "released", "opened")).length).toBe(before);
    const officer = await clientOf("KI", { principal: "ki-officer" });
    const { copy } = await officer.call(FeedService.getNotice, { notice: forOfficer });
    expect(idOf(copy)).toBe(forOfficer.id);
  });

  test.each([
    ["without a reference", null, "notice: name the notice"],
    [
      "with a wildcard for an origin",
      { origin: "*", id: "01890a5d-ac96-774b-bcce-b302099a8057" },
      "notice.origin: give the origin's code, such as FJ",
    ],
    [
      "with something that is no id",
      { origin: "FJ", id: ">" },
      "notice.id: give the notice's id, a UUID in lower case",
    ],
  ])("%s is refused with the field's name", async (_, notice, details) => {
    const client = await clientOf("TO");
    expect(await refusal(client.call(FeedService.getNotice, { notice }))).toMatchObject({
      code: 3,
      details,
    });
  });
});

describe("a notice named by a part of its id", () => {
  const ending = ({ id }: NoticeRef) => id.slice(-8);

  async function found(client: FeedClient, idPart: string, origin = ""): Promise<NoticeRef[]> {
    const { notices } = await client.call(FeedService.findNotices, { origin, idPart });
    return notices.map(({ origin: its, id, version }) => ({ origin: its, id, version }));
  }

  test("is found by the beginning and by the end, with dashes or without, and nothing is released", async () => {
    const ref = await publisher.publish("FJ", {});
    const client = await clientOf("TO");
    await untilListed(client, ref);
    const before = (await recordsOf(feeds, "released", "opened")).length;
    const { id } = ref;
    const parts = [ending(ref), id.slice(0, 23), id, id.replaceAll("-", ""), id.slice(-14)];
    for (const part of parts) {
      expect(await found(client, part, "FJ")).toEqual([ref]);
      expect(await found(client, part)).toEqual([ref]);
      expect(await found(client, part, "WS")).toEqual([]);
    }
    // A part from the middle is neither.
    expect(await found(client, id.slice(14, 27))).toEqual([]);
    expect((await recordsOf(feeds, "released", "opened")).length).toBe(before);
  });

  test("that one was not sent, or that is for a colleague alone, is as one that does not exist", async () => {
    const notSent = await publisher.publish("FJ", { audience: { participants: ["TO"] } });
    const officers = { marking: "TLP:RED", audience: { officers: ["KI:ki-officer"] } };
    const forOfficer = await publisher.publish("FJ", officers);
    const officer = await clientOf("KI", { principal: "ki-officer" });
    await untilListed(officer, forOfficer);
    const client = await clientOf("KI");
    for (const part of [ending(notSent), notSent.id, ending(forOfficer), forOfficer.id, "deadbeef"])
      expect(await found(client, part)).toEqual([]);
    expect(await found(officer, ending(forOfficer))).toEqual([forOfficer]);
    expect(await found(await clientOf("TO"), ending(notSent))).toEqual([notSent]);
  });

  test("is its own administration's for who only publishes", async () => {
    const own = await publisher.publish("FJ", {});
    const other = await publisher.publish("WS", {});
    await untilListed(await clientOf("FJ"), other);
    const client = await clientOf("FJ", { principal: "fj-publisher", roles: ["publisher"] });
    expect(await found(client, ending(own))).toEqual([own]);
    expect(await found(client, ending(other))).toEqual([]);
    const auditor = await clientOf("FJ", { principal: "fj-auditor", roles: ["auditor"] });
    expect((await refusal(found(auditor, ending(own)))).code).toBe(7);
  });

  test("is one of at most six, of those that one may see, when the part fits many", async () => {
    const officers = { marking: "TLP:RED", audience: { officers: ["KI:ki-officer"] } };
    const refs: NoticeRef[] = [];
    for (let i = 0; i < 14; i++) {
      refs.push(await publisher.publish("WS", {}));
      await publisher.publish("WS", officers);
    }
    const client = await clientOf("KI");
    await untilListed(client, refs.at(-1)!);
    // Eight digits are a minute: those of the first or of the last fit seven at least.
    const [first, last] = [refs[0]!, refs.at(-1)!].map(({ id }) => id.slice(0, 8));
    const begun = refs.filter(({ id }) => id.startsWith(first!));
    const beginning = begun.length >= 7 ? first! : last!;
    const some = await found(client, beginning, "WS");
    expect(new Set(some.map(({ id }) => id)).size).toBe(6);
    for (const ref of some) expect(refs).toContainEqual(ref);
  });

  test("has its newest version told", async () => {
    const ref = await publisher.publish("FJ", {});
    const { routed } = await publisher.prepare("FJ", {}, { id: ref.id, version: 2 });
    await feeds.committer.commit(routed);
    const client = await clientOf("TO");
    await vi.waitFor(
      async () => expect(await found(client, ending(ref))).toEqual([{ ...ref, version: 2 }]),
      { timeout: 60_000 },
    );
  });

  test.each([
    [
      "abc",
      "",
      "id_part: give the end of an id, at least 4 hexadecimal digits in lower case, or its beginning, at least 8",
    ],
    [
      "a%_d",
      "",
      "id_part: give the end of an id, at least 4 hexadecimal digits in lower case, or its beginning, at least 8",
    ],
    ["abcd", "F*", "origin: give the origin's code, such as FJ, or none"],
  ])("by %s of %s is refused with the field's name", async (idPart, origin, details) => {
    const client = await clientOf("TO");
    expect(await refusal(found(client, idPart, origin))).toMatchObject({ code: 3, details });
  });
});

describe("a notice of which there are several versions", () => {
  const patient = { timeout: 60_000 };
  const sent = async (to: string, of?: { id: string; version: number }) => {
    const prepared = await publisher.prepare("FJ", { audience: { participants: [to] } }, of);
    await feeds.committer.commit(prepared.notice);
    await feeds.committer.commit(prepared.routed);
    return prepared.ref;
  };
  const list = async (client: FeedClient, allVersions = false) => {
    const { copies } = await client.call(FeedService.listNotices, { allVersions, pageSize: 200 });
    return copies.map((copy) => {
      const { id, version } = NoticeHeader.decode(copy.notice!.header);
      return { id, version, replacedBy: copy.replacedBy };
    });
  };

  test("is listed in its newest version, and on request in all, the old ones marked as replaced", async () => {
    const ref = await sent("KI");
    for (const version of [2, 3]) await sent("KI", { id: ref.id, version });
    const client = await clientOf("KI");
    await vi.waitFor(async () => {
      const versions = (await list(client, true)).filter(({ id }) => id === ref.id);
      expect(versions).toEqual([
        { id: ref.id, version: 3, replacedBy: 0 },
        { id: ref.id, version: 2, replacedBy: 3 },
        { id: ref.id, version: 1, replacedBy: 3 },
      ]);
    }, patient);
    expect((await list(client)).filter(({ id }) => id === ref.id)).toEqual([
      { id: ref.id, version: 3, replacedBy: 0 },
    ]);
    for (const [version, replacedBy] of [
      [0, 0],
      [1, 3],
      [3, 0],
    ] as const) {
      const { copy } = await client.call(FeedService.getNotice, { notice: { ...ref, version } });
      expect(copy!.replacedBy).toBe(replacedBy);
    }
  });

  test("is replaced only by what the reader holds itself", async () => {
    const ref = await sent("KI");
    await sent("WS", { id: ref.id, version: 2 });
    const client = await clientOf("KI");
    await vi.waitFor(async () => {
      expect((await list(client)).filter(({ id }) => id === ref.id)).toEqual([
        { id: ref.id, version: 1, replacedBy: 0 },
      ]);
    }, patient);
    const { copy } = await client.call(FeedService.getNotice, { notice: { ...ref, version: 0 } });
    expect(NoticeHeader.decode(copy!.notice!.header).version).toBe(1);
    expect(copy!.replacedBy).toBe(0);
  });

  test("is not replaced for a reader whose colleague alone may see the later version", async () => {
    const ref = await sent("KI");
    const officers = ["KI:ki-chief"];
    const draft = { marking: "TLP:RED", audience: { officers } };
    const later = await publisher.prepare("FJ", draft, { id: ref.id, version: 2 });
    await feeds.committer.commit(later.notice);
    await feeds.committer.commit(later.routed);
    const client = await clientOf("KI");
    await vi.waitFor(async () => {
      const { copies } = await client.call(FeedService.listNotices, { pageSize: 200 });
      expect(copies.map(idOf)).toContain(ref.id);
    }, patient);
    const { copy } = await client.call(FeedService.getNotice, { notice: { ...ref, version: 1 } });
    expect(copy!.replacedBy).toBe(0);
  });
});

describe("the projection behind lists", () => {
  async function rows(database: string): Promise<{ count: number; distinct: number }> {
    const client = new pg.Client(postgres.url(database));
    await client.connect();
    try {
      const { rows } = await client.query<{ count: number; distinct: number }>(
        `select count(*)::int as count, count(distinct sequence)::int as distinct from routed_notice`,
      );
      return rows[0]!;
    } finally {
      await client.end();
    }
  }

  async function startProcess(database: string): Promise<{ process: ChildProcess; port: number }> {
    const port = await freePort();
    const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
      env: {
        ...keepsCompiled,
        TALANOA_NATS_URL: nats.url,
        TALANOA_LISTEN: `127.0.0.1:${port}`,
        TALANOA_JWKS_FILE: join(folder, "jwks.json"),
        TALANOA_POSTGRES_URL: postgres.url(database),
        TALANOA_SEARCH_KEY_FILE: join(folder, "search-key.json"),
        LOG_LEVEL: "info",
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    await new Promise<void>((resolve) => {
      child.stdout.on("data", (chunk) => String(chunk).includes('"serving"') && resolve());
    });
    return { process: child, port };
  }

  test("has every notice once, though its process is killed in the middle again and again", async () => {
    await postgres.createDatabase("killed");
    const client = await clientOf("TO");
    const publishing = (async () => {
      for (let i = 0; i < 20; i++) {
        await Promise.all(Array.from({ length: 25 }, () => publisher.publish("KI", {})));
      }
    })();
    for (let round = 1; round < 3; round++) {
      const { process: service } = await startProcess("killed");
      await sleep(150 * round);
      const ended = once(service, "exit");
      service.kill("SIGKILL");
      await ended;
    }
    await publishing;
    const { process: service, port } = await startProcess("killed");
    const there = await clientOf("TO", { port });
    await untilListed(client, await publisher.publish("KI", {}));
    const expected = await listed(client);
    while ((await rows("killed")).count < (await rows("member_feeds")).count) await sleep(50);
    expect(await listed(there)).toEqual(expected);
    const { count, distinct } = await rows("killed");
    expect(count).toBe(distinct);
    const ended = once(service, "exit");
    service.kill("SIGTERM");
    expect((await ended)[0]).toBe(0);
  }, 240_000);

  test("is made again from the stream in a database that has nothing", async () => {
    const ref = await publisher.publish("WS", {});
    await untilListed(await clientOf("TO"), ref);
    await postgres.createDatabase("empty");
    await using again = await openServer("empty");
    const there = await clientOf("TO", { port: again.port });
    await untilListed(there, ref);
    expect(await listed(there)).toEqual(await listed(await clientOf("TO")));
  });

  test("is written by two replicas without doubling, and outlives its database's restart", async () => {
    await postgres.createDatabase("shared");
    await using replicas = new AsyncDisposableStack();
    for (let i = 0; i < 2; i++) replicas.use(await openServer("shared"));
    for (let i = 0; i < 20; i++) {
      await Promise.all(Array.from({ length: 10 }, () => publisher.publish("WS", {})));
    }
    const { port } = postgres;
    await postgres.kill();
    const subscription = (await clientOf("TO")).subscribe({ name: "no-database" });
    await subscription.ready;
    const alive = await publisher.publish("WS", {});
    await subscription.have(1);
    const { copy } = await (await clientOf("TO")).call(FeedService.getNotice, { notice: alive });
    expect(idOf(copy)).toBe(alive.id);
    const list = (await clientOf("TO")).call(FeedService.listNotices, {});
    expect((await refusal(list)).code).toBe(14);
    postgres = await startPostgres({ dir: join(folder, "postgres"), port });
    await untilListed(await clientOf("TO"), alive);
    while ((await rows("shared")).count < (await rows("member_feeds")).count) await sleep(50);
    const { count, distinct } = await rows("shared");
    expect(count).toBe(distinct);
    await subscription.cancel();
  }, 240_000);
});

const operation = {
  kind: "operation",
  type: null,
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

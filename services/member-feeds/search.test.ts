import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type FeedCopy,
  FeedService,
  type Identifiers,
  NoticeHeader,
  type NoticeRef,
  Precedence,
  Door,
  WithdrawalReason,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { EXCHANGE, RESTORE_GAP, subjects } from "@talanoa/contract/subjects.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import { until } from "@talanoa/platform/testing/hub.ts";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isSearched, searchFilters } from "./search-index.ts";
import { readSearchKey } from "./search-key.ts";
import { type Asker, type FeedsHub, openFeedsHub } from "./testing/feeds-hub.ts";
import { recordsOf } from "./testing/records-of.ts";

let hub: FeedsHub;
beforeAll(async () => {
  hub = await openFeedsHub();
  await hub.publisher.agree("FJ", "TO");
}, 300_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

const idOf = (copy: FeedCopy): string => NoticeHeader.decode(copy.notice!.header).id;

interface Question extends Asker {
  readonly text?: string;
  readonly identifiers?: Init<Identifiers>;
}

/** The ids that a participant finds. */
async function found(participant: string, { text, identifiers, ...asker }: Question) {
  const client = await hub.client(participant, asker);
  const request = { text: text ?? "", identifiers: identifiers ?? null };
  const { copies } = await client.call(FeedService.search, request);
  return copies.map(idOf);
}

let count = 0;
/** A word that no other notice of these tests has. */
const newWord = () => `kumara${++count}x`;

/** Publishes a draft, and waits until its originator finds it by the word in its title, and all copies are in. */
async function publish(origin: string, word: string, draft: object): Promise<NoticeRef> {
  const ref = await hub.publisher.publish(origin, { title: `Yacht ${word}`, ...draft });
  await until(async () => (await found(origin, { text: word })).includes(ref.id));
  // The index may take in the copies of one notice in two steps.
  const last = await readMessage(hub.feeds.bus, EXCHANGE, { last_by_subj: "feed.>" });
  await until(async () => (await indexedUpTo()) >= last!.sequence);
  return ref;
}

async function indexedUpTo(): Promise<number> {
  const client = new pg.Client(hub.postgres.url("member_feeds"));
  await client.connect();
  const { rows } = await client.query<{ position: string }>("select position from search_state");
  await client.end();
  return Number(rows[0]!.position);
}

const conveyance = {
  name: "Pacific Sample",
  imo: "9999993",
  mmsi: "351000000",
  call_sign: "3EXX9",
  containers: ["ZZZU1234564"],
  flight: "FJ911",
};
const amber = { marking: "TLP:AMBER", audience: { participants: ["TO"] } };
const persons = [{ name: "SAMPLE PERSON", document_number: "K4711" }];

describe("a search", () => {
  test("finds the notices that have all words and identifiers, the newest first", async () => {
    const word = newWord();
    const first = await publish("FJ", word, { conveyance, narrative: "Off Nuku\u02bbalofa." });
    const second = await publish("FJ", word, { narrative: "Off Nouméa, cigarettes." });
    expect(await found("TO", { text: word })).toEqual([second.id, first.id]);
    expect(await found("TO", { text: `${word} NUKU'ALOFA` })).toEqual([first.id]);
    expect(await found("TO", { text: `noumea ${word.toUpperCase()}` })).toEqual([second.id]);
    expect(await found("TO", { text: `${word} noumea nukualofa` })).toEqual([]);
    // By the place's name, though the draft gives its code alone.
    const port = await publish("FJ", newWord(), { where: "FJLTK" });
    expect(await found("TO", { text: "lautoka" })).toEqual([port.id]);
    for (const identifiers of [
      { imo: ["IMO 9999993"] },
      { mmsi: ["351 000 000"] },
      { callSigns: ["3exx9"] },
      { containers: ["zzzu 123456-4"] },
      { flights: ["FJ 0911"] },
      { imo: ["9999993"], flights: ["FJ911"] },
    ]) {
      expect(await found("TO", { text: word, identifiers })).toEqual([first.id]);
    }
    expect(await found("TO", { identifiers: { imo: ["9074729"] } })).toEqual([]);
  });

  test("leaves out exercises where it is asked to", async () => {
    const word = newWord();
    const real = await publish("FJ", word, {});
    const exercise = await publish("FJ", word, { exercise: true });
    expect(await found("TO", { text: word })).toEqual([exercise.id, real.id]);
    const client = await hub.client("TO");
    const asked = { text: word, withoutExercises: true, pageSize: 1 };
    const { copies, nextPageToken } = await client.call(FeedService.search, asked);
    expect(copies.map(idOf)).toEqual([real.id]);
    expect(nextPageToken).toBe("");
  });

  test("goes on page by page, each once, and by the same question alone", async () => {
    const word = newWord();
    const refs: NoticeRef[] = [];
    for (let i = 0; i < 5; i++) refs.push(await publish("FJ", word, {}));
    const client = await hub.client("TO");
    const ids: string[] = [];
    let pageToken = "";
    do {
      const request = { text: word, pageSize: 2, pageToken };
      const page = await client.call(FeedService.search, request);
      ids.push(...page.copies.map(idOf));
      if (page.nextPageToken) {
        const other = { text: "yacht", pageToken: page.nextPageToken };
        await expect(client.call(FeedService.search, other)).rejects.toMatchObject({ code: 3 });
      }
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(ids).toEqual(refs.map(({ id }) => id).reverse());
  });

  test("that asks for nothing, or too much, is refused with the field", async () => {
    const client = await hub.client("TO");
    for (const request of [
      {},
      { text: "…" },
      { text: "x".repeat(201) },
      { identifiers: { imo: ["9999994"] } },
      { text: "yacht", pageSize: 201 },
      { text: "yacht", pageToken: "abc" },
    ]) {
      await expect(client.call(FeedService.search, request)).rejects.toMatchObject({ code: 3 });
    }
  });

  test("is recorded as what was released, by the door of the search, and only what was shown", async () => {
    const word = newWord();
    const ref = await publish("FJ", word, amber);
    const before = (await recordsOf(hub.feeds, "released")).length;
    expect(await found("TO", { text: word })).toEqual([ref.id]);
    expect(await found("WS", { text: word })).toEqual([]);
    const records = (await recordsOf(hub.feeds, "released")).slice(before);
    expect(records.map(({ record }) => [record.participant, record.facts?.released])).toMatchObject(
      [["TO", { participant: "TO", origin: "FJ", door: Door.SEARCH, copies: [{ notice: ref }] }]],
    );
    // What was looked for is in no record.
    for (const { record } of records) expect(JSON.stringify(record)).not.toContain(word);
  });
});

describe("what one was not sent", () => {
  test("is found by nobody else, whatever the marking and whoever asks, as what does not exist", async () => {
    const audiences = [
      { ...amber },
      { marking: "TLP:AMBER+STRICT", audience: { participants: ["TO"] } },
      { marking: "TLP:RED", audience: { participants: ["TO"] } },
      { marking: "TLP:GREEN", audience: { participants: ["TO"] } },
    ];
    const container = { containers: ["ZZZU7654327"] };
    for (const audience of audiences) {
      const word = newWord();
      const ref = await publish("FJ", word, { ...audience, conveyance: container });
      expect(await found("TO", { text: word })).toEqual([ref.id]);
      for (const wrong of ["WS", "KI"]) {
        const client = await hub.client(wrong);
        const nothing = await client.call(FeedService.search, { text: "neverwritten" });
        for (const request of [
          { text: word },
          { text: `yacht ${word}` },
          { identifiers: container },
          { text: ref.id },
        ]) {
          const answer = await client.call(FeedService.search, request);
          expect(answer).toEqual(nothing);
        }
      }
    }
    // Nor are they named beside a notice of one's own with the same number.
    const own = { ...amber, conveyance: container };
    const notice = await publish("WS", newWord(), own);
    const client = await hub.client("WS");
    const { alsoIn } = await client.call(FeedService.getNotice, { notice });
    expect(alsoIn).toEqual([]);
  });

  test("is a section too: nobody finds what was withheld, and who has it does", async () => {
    const word = newWord();
    const secret = newWord();
    // By the sub-region, persons are withheld; named participants have them.
    const ref = await publish("FJ", word, {
      persons: [{ name: secret, document_number: "K0815" }],
      audience: { sub_regions: ["polynesia"], participants: ["TO"] },
      marking: "TLP:AMBER",
    });
    const documents = { documents: ["k-0815"] };
    expect(await found("WS", { text: word })).toEqual([ref.id]);
    expect(await found("WS", { identifiers: documents })).toEqual([]);
    expect(await found("WS", { text: word, identifiers: documents })).toEqual([]);
    expect(await found("TO", { identifiers: documents })).toEqual([ref.id]);
    expect(await found("FJ", { text: word, identifiers: documents })).toEqual([ref.id]);
    // A name is in no index, also for those who have it.
    expect(await found("TO", { text: secret })).toEqual([]);
    // Whom a notice addresses is found by nobody.
    expect(await found("WS", { text: `${word} polynesia` })).toEqual([]);
  });

  test("is what is for other officers, and for who only publishes what others sent", async () => {
    const word = newWord();
    const red = { marking: "TLP:RED", audience: { officers: ["TO:to-head"] } };
    const ref = await publish("FJ", word, { ...red, conveyance });
    expect(await found("TO", { text: word, principal: "to-head" })).toEqual([ref.id]);
    expect(await found("TO", { text: word })).toEqual([]);
    const publisher = { principal: "to-publisher", roles: ["publisher"] };
    const open = await publish("FJ", word, {});
    expect(await found("TO", { text: word })).toEqual([open.id]);
    expect(await found("TO", { text: word, ...publisher })).toEqual([]);
    const own = { principal: "fj-publisher", roles: ["publisher"] };
    expect(await found("FJ", { text: word, ...own })).toEqual([open.id, ref.id]);
  });
});

describe("a notice that is shown", () => {
  test("names the others that one holds with the same identifiers, and what they share", async () => {
    const own = { mmsi: "503111110", containers: ["TGHU7599330"] };
    const first = await publish("FJ", newWord(), { conveyance: own });
    const hidden = await publish("FJ", newWord(), { ...amber, conveyance: own });
    const word = newWord();
    const second = await publish("FJ", word, { conveyance: { mmsi: "503111110" } });
    const also = async (participant: string, notice: NoticeRef, asker?: Asker) => {
      const client = await hub.client(participant, asker);
      const { alsoIn } = await client.call(FeedService.getNotice, { notice });
      return alsoIn.map((its) => [its.notice!.id, its.shared!.mmsi, its.shared!.containers]);
    };
    expect(await also("TO", second)).toEqual([
      [hidden.id, ["503111110"], []],
      [first.id, ["503111110"], []],
    ]);
    expect(await also("TO", first)).toEqual([
      [second.id, ["503111110"], []],
      [hidden.id, ["503111110"], ["TGHU7599330"]],
    ]);
    expect(await also("KI", second)).toEqual([[first.id, ["503111110"], []]]);
    // An exercise and the real do not name each other.
    const exercise = await publish("FJ", newWord(), { conveyance: own, exercise: true });
    expect(await also("KI", exercise)).toEqual([]);
    expect(await also("KI", second)).toHaveLength(1);
    expect(await also("FJ", await publish("FJ", newWord(), {}))).toEqual([]);
  });

  test("is to be had without them while the database is away", async () => {
    const ref = await publish("FJ", newWord(), { conveyance });
    await using other = await openFeedsHub();
    const there = await other.publisher.publish("FJ", { conveyance });
    await other.untilListed("TO", there);
    await other.postgres.kill();
    const client = await other.client("TO");
    const { copy, alsoIn } = await client.call(FeedService.getNotice, { notice: there });
    expect(idOf(copy!)).toBe(there.id);
    expect(alsoIn).toEqual([]);
    await expect(client.call(FeedService.search, { text: "yacht" })).rejects.toMatchObject({
      code: 14,
    });
    expect(await found("TO", { text: ref.id })).toEqual([]);
  });
});

describe("what is taken back", () => {
  async function rowsOf({ id }: NoticeRef) {
    const client = new pg.Client(hub.postgres.url("member_feeds"));
    await client.connect();
    const { rows } = await client.query<{ personal: string[] }>(
      "select personal from search_entry where id = $1 order by sequence",
      [id.replaceAll("-", "")],
    );
    await client.end();
    return rows;
  }

  test("is not in the index any more: all of a recalled notice", async () => {
    const word = newWord();
    const ref = await publish("FJ", word, amber);
    expect(await rowsOf(ref)).toHaveLength(2);
    const reason = WithdrawalReason.WRONG;
    await hub.publisher.state("FJ", ref, "fj-liaison", { recalled: { reason } });
    await until(async () => (await rowsOf(ref)).length === 0);
    expect(await found("TO", { text: word })).toEqual([]);
  });

  test("of an erased personal section its numbers, and no other word", async () => {
    const word = newWord();
    const ref = await publish("FJ", word, { ...amber, persons });
    const documents = { documents: ["K4711"] };
    expect((await rowsOf(ref)).map(({ personal }) => personal.length)).toEqual([1, 1]);
    expect(await found("TO", { identifiers: documents })).toEqual([ref.id]);
    const reason = WithdrawalReason.LEGAL;
    await hub.publisher.state("FJ", ref, "fj-liaison", { erasureOrdered: { reason } });
    await until(async () => (await rowsOf(ref)).every(({ personal }) => personal.length === 0));
    expect(await found("TO", { identifiers: documents })).toEqual([]);
    expect(await found("TO", { text: word })).toEqual([ref.id]);
  });

  test("is not found from the moment that the stream does not have it, whatever the index says", async () => {
    const word = newWord();
    const ref = await publish("FJ", word, { ...amber, persons: [{ document_number: "K9000" }] });
    const last_by_subj = `section.FJ.${ref.id}.1.*`;
    const section = await readMessage(hub.feeds.bus, EXCHANGE, { last_by_subj });
    const remove = JSON.stringify({ seq: section!.sequence, no_erase: false });
    await hub.feeds.bus.request(`$JS.API.STREAM.MSG.DELETE.${EXCHANGE}`, remove);
    expect(await found("TO", { identifiers: { documents: ["K9000"] } })).toEqual([]);
    expect(await found("TO", { text: word })).toEqual([ref.id]);
  });
});

describe("the index", () => {
  test("holds no word, and nothing that one participant's rows have in common with another's", async () => {
    const word = newWord();
    const ref = await publish("FJ", word, { ...amber, persons, conveyance });
    const client = new pg.Client(hub.postgres.url("member_feeds"));
    await client.connect();
    const { rows } = await client.query<{ participant: string; terms: string[]; all: string }>(
      "select participant, terms, search_entry::text as all from search_entry where id = $1",
      [ref.id.replaceAll("-", "")],
    );
    await client.end();
    expect(rows.map(({ participant }) => participant).sort()).toEqual(["FJ", "TO"]);
    const [one, other] = rows;
    // The number of terms is the same, none of them is.
    expect(one!.terms.length).toBe(other!.terms.length);
    expect(one!.terms.filter((term) => other!.terms.includes(term))).toEqual([]);
    for (const planted of [word, "9999993", "K4711", "yacht"]) {
      for (const { all } of rows) expect(all.toLowerCase()).not.toContain(planted.toLowerCase());
    }
  });

  test("is made again under another key, by two replicas, each copy once", async () => {
    await hub.postgres.createDatabase("rekeyed");
    const word = newWord();
    const ref = await publish("FJ", word, {});
    const count = async () => {
      const client = new pg.Client(hub.postgres.url("rekeyed"));
      await client.connect();
      const { rows } = await client.query<{ all: number; hashes: string }>(
        "select count(*)::int as all, md5(string_agg(terms::text, ' ' order by sequence)) as hashes from search_entry",
      );
      await client.end();
      return rows[0]!;
    };
    const findsAll = (port: number) =>
      until(async () => {
        const client = await hub.client("TO", { port });
        const { copies, incomplete } = await client.call(FeedService.search, { text: word });
        return !incomplete && copies.map(idOf).includes(ref.id);
      });
    let before: { all: number; hashes: string };
    {
      await using one = await hub.replica({ database: "rekeyed" });
      await findsAll(one.port);
      // What the tests before have published may still come.
      before = await count();
      await until(async () => {
        const last = before;
        await sleep(500);
        before = await count();
        return before.hashes === last.hashes;
      });
    }
    const searchKey = Buffer.alloc(32, 9);
    await using replicas = new AsyncDisposableStack();
    const two = [0, 1].map(() => hub.replica({ database: "rekeyed", searchKey }));
    for (const each of two) {
      const replica = replicas.use(await each);
      await findsAll(replica.port);
    }
    const after = await count();
    expect(after.all).toBe(before.all);
    expect(after.hashes).not.toBe(before.hashes);
  });
});

test("the index is of the subjects of its filters, and of no others", () => {
  const notice = { origin: "FJ", id: "0198c0de-0000-7000-8000-000000000001", version: 1 };
  const one = (filter: string) => filter.replaceAll("*", "NZ").replace(">", "FJ.1");
  expect(searchFilters.filter((filter) => !isSearched(one(filter)))).toEqual([]);
  const others = [
    subjects.notice(Precedence.FLASH, notice),
    subjects.section(notice, 1),
    subjects.life(notice),
    subjects.feed("NZ", Precedence.FLASH, "reminder"),
    subjects.feed("NZ", Precedence.FLASH, "statement"),
    subjects.record("released"),
    subjects.expired(notice),
    RESTORE_GAP,
  ];
  expect(others.filter(isSearched)).toEqual([]);
});

test("a key file that holds no key of 32 bytes is refused, and its content not told", async () => {
  const file = join(hub.folder, "short-key.json");
  await writeFile(file, JSON.stringify({ key: Buffer.alloc(16, 5).toString("base64") }));
  const error = await readSearchKey(file).then(
    () => null,
    (thrown: unknown) => thrown as Error,
  );
  expect(error?.message).toBe(`${file} holds no key of 32 bytes`);
});

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { filesWith, formsOf } from "@talanoa/platform/testing/bytes-on-disk.ts";
import { bookingPush, passengerList } from "../testing/messages.ts";
import { fiji, type RunningScreening, runScreening, screenedOf } from "../testing/run-screening.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CARD = "4929123456789019";
const someone = {
  surname: "ZQPLANTEDSURNAME",
  given: "ZQPLANTEDGIVEN",
  birth: "840229",
  passport: "ZQ7766554",
};
const { surname, given, passport } = someone;
const planted = [surname, given, passport, CARD, "LOCZQ7766554"].flatMap(formsOf);

let screening: RunningScreening;
let list: Buffer;
beforeAll(async () => {
  screening = await runScreening();
  list = passengerList([someone]);
  const answers = await screening.send(fiji, list, bookingPush(someone, CARD));
  expect(answers.map((answer) => screenedOf(answer).messages.length)).toEqual([1, 1]);
}, 300_000);
afterAll(() => screening?.[Symbol.asyncDispose]());

async function keysOf(purpose: string): Promise<string[]> {
  return readdir(join(screening.dataDir, "keys", "FJ", purpose)).catch(() => []);
}

/** Where one of these stands: in the files of the broker and of the database, or in the service's own folder. */
async function whereIs(words: readonly (string | Buffer)[]): Promise<string[]> {
  await screening.rows("checkpoint");
  const folders = [...screening.stores, screening.dataDir];
  return (await Promise.all(folders.map((folder) => filesWith(folder, words)))).flat();
}

async function expectNowhere(): Promise<void> {
  expect(await whereIs(planted)).toEqual([]);
}

/** The keys of a purpose, as bytes: while they are anywhere, what was sealed with them is not gone. */
async function keyBytesOf(purpose: string): Promise<Buffer[]> {
  const folder = join(screening.dataDir, "keys", "FJ", purpose);
  return await Promise.all((await keysOf(purpose)).map((name) => readFile(join(folder, name))));
}

/** Moves the clock, and waits until the sweep has left no rows that a statement counts. */
async function sweptAt(ahead: number, counted: string): Promise<void> {
  screening.ahead = ahead;
  await vi.waitFor(
    async () => expect(await screening.rows(`select 1 from ${counted}`)).toEqual([]),
    { timeout: 60_000, interval: 100 },
  );
}

describe("what is kept of travellers", () => {
  test("is on no disk in the clear from the first write: names, documents, locators, cards", async () => {
    const rows = await screening.rows("select 1 from held_transmission");
    expect(rows).toHaveLength(2);
    await expectNowhere();
    // The search finds what there is: in the broker the subject of the record, in the database the sealed message, here
    // the keys.
    expect(await filesWith(screening.hub.folder, ["record.screened.FJ."])).not.toEqual([]);
    const sealed = await screening.rows<{ messages: Buffer }>(
      "select messages from held_transmission",
    );
    const pieces = sealed.map(({ messages }) => messages.subarray(0, 48));
    expect(await filesWith(screening.stores[1]!, pieces)).not.toEqual([]);
    expect(await whereIs(await keyBytesOf("held"))).toHaveLength(1);
  });

  test("as a message is gone after its hours, with its keys; that it was screened stands", async () => {
    const keys = await keyBytesOf("held");
    expect(keys).toHaveLength(1);
    await sweptAt(26 * HOUR, "held_transmission");
    expect(await keysOf("held")).toEqual([]);
    expect(await whereIs(keys)).toEqual([]);
    const [again] = await screening.send(fiji, list);
    expect(screenedOf(again)).toMatchObject({ repeated: true, messages: [] });
    await expectNowhere();
  });

  test("as a trip can be linked to nobody after its months: its links go with their keys", async () => {
    const trips = await screening.rows("select 1 from trip");
    const keys = await keyBytesOf("trip-link");
    expect(keys).toHaveLength(1);
    await sweptAt(220 * DAY, "trip where person is not null or booking is not null");
    expect(await keysOf("trip-link")).toEqual([]);
    expect(await whereIs(keys)).toEqual([]);
    expect(await screening.rows("select 1 from trip")).toHaveLength(trips.length);
    await expectNowhere();
  });

  test("is wholly gone after its years", async () => {
    const keys = [...(await keyBytesOf("trip")), ...(await keyBytesOf("trip-identity"))];
    expect(keys.length).toBeGreaterThan(1);
    await sweptAt(1_830 * DAY, "trip");
    await sweptAt(1_830 * DAY, "transmission");
    expect(await keysOf("trip")).toEqual([]);
    expect(await keysOf("trip-identity")).toEqual([]);
    expect(await whereIs(keys)).toEqual([]);
    await expectNowhere();
  });
});

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { filesWith } from "@talanoa/platform/testing/bytes-on-disk.ts";
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
const planted = [someone.surname, someone.given, someone.passport, CARD, "LOCZQ7766554"];

let screening: RunningScreening;
let list: Buffer;
beforeAll(async () => {
  screening = await runScreening();
  list = passengerList([someone]);
  const answers = await screening.send(fiji, list, bookingPush(someone, CARD));
  expect(answers.map((answer) => screenedOf(answer).messages.length)).toEqual([1, 1]);
}, 120_000);
afterAll(() => screening?.[Symbol.asyncDispose]());

async function keysOf(purpose: string): Promise<string[]> {
  return readdir(join(screening.dataDir, "keys", "FJ", purpose)).catch(() => []);
}

async function expectNowhere(): Promise<void> {
  await screening.rows("checkpoint");
  const found = await Promise.all(
    [...screening.stores, screening.dataDir].map((folder) => filesWith(folder, planted)),
  );
  expect(found.flat()).toEqual([]);
}

/** Moves the clock, and waits until the sweep has left no rows that a statement counts. */
async function sweptAt(ahead: number, counted: string): Promise<void> {
  screening.ahead = ahead;
  await vi.waitFor(
    async () => expect(await screening.rows(`select 1 from ${counted}`)).toEqual([]),
    { timeout: 20_000, interval: 100 },
  );
}

describe("what is kept of travellers", () => {
  test("is on no disk in the clear from the first write: names, documents, locators, cards", async () => {
    const rows = await screening.rows("select 1 from held_transmission");
    expect(rows).toHaveLength(2);
    await expectNowhere();
    // The search finds what there is: the flight of the record's digest is there as text nowhere, the subject is.
    expect(await filesWith(screening.hub.folder, ["record.screened.FJ."])).not.toEqual([]);
  });

  test("as a message is gone after its hours, with its keys; that it was screened stands", async () => {
    expect(await keysOf("held")).toHaveLength(1);
    await sweptAt(26 * HOUR, "held_transmission");
    expect(await keysOf("held")).toEqual([]);
    const [again] = await screening.send(fiji, list);
    expect(screenedOf(again)).toMatchObject({ repeated: true, messages: [] });
    await expectNowhere();
  });

  test("as a trip can be linked to nobody after its months: its links go with their keys", async () => {
    const trips = await screening.rows("select 1 from trip");
    expect(await keysOf("trip-link")).toHaveLength(1);
    await sweptAt(220 * DAY, "trip where person is not null or booking is not null");
    expect(await keysOf("trip-link")).toEqual([]);
    expect(await screening.rows("select 1 from trip")).toHaveLength(trips.length);
    await expectNowhere();
  });

  test("is wholly gone after its years", async () => {
    await sweptAt(1_830 * DAY, "trip");
    await sweptAt(1_830 * DAY, "transmission");
    expect(await keysOf("trip")).toEqual([]);
    expect(await keysOf("trip-identity")).toEqual([]);
    await expectNowhere();
  });
});

import { setImmediate } from "node:timers/promises";
import type { ListedPerson } from "@talanoa/passenger/watchlist/entry.ts";
import { expect, test } from "vitest";
import { most } from "../../limits.ts";
import { loadList } from "../../lists/lists.ts";
import { readTransmission } from "../../screen/read-transmission.ts";
import { bookingPush } from "../../testing/messages.ts";
import { Pushes } from "../../trips/pushes.ts";
import { findingsOf } from "./hits.ts";

const syllables = ["ka", "lo", "mi", "ta", "fe", "su", "va", "no", "pe", "li"];

/** A name of nobody, and as many others are like it. */
function nameOf(number: number): { given: string; surname: string } {
  const syllable = (place: number) => syllables[Math.floor(number / 10 ** place) % 10];
  const word = (...places: number[]) => places.map(syllable).join("");
  return { given: word(0, 1, 2), surname: word(3, 4, 0, 2) };
}

function entryOf(number: number): ListedPerson {
  const { given, surname } = nameOf(number);
  const names = [{ text: `${given} ${surname}` }];
  return {
    kind: "person",
    id: `e${number}`,
    names,
    birthDates: [],
    documents: [],
    nationalities: [],
  };
}

/** A PNR of one traveller, who has as many documents as there may be, each in another name. */
function ofManyNames(): Buffer {
  const documents = Array.from({ length: most.documents }, (_, i) => {
    const { given, surname } = nameOf(i * 487 + 13);
    return `SSR+DOCS:HK:1:ZZ:::::/P/TON/T${i}/TON/29FEB84/M//${surname}/${given}/A'`;
  });
  const someone = { surname: "TAUFA", given: "SIONE", birth: "840229", passport: "T1" };
  const text = bookingPush(someone, "4111111111111111").toString("latin1");
  return Buffer.from(
    text.replace("UNT+", `SRC'TIF+A+B'${documents.join("").toUpperCase()}UNT+`),
    "latin1",
  );
}

test("others have their turns while a traveller of 200 names is compared with a list", async () => {
  const entries = Array.from({ length: 2_000 }, (_, i) => entryOf(i * 50 + 13));
  const lists = [await loadList("wanted", 1, entries)];
  const { messages } = await readTransmission(ofManyNames());
  let turns = 0;
  const over = new AbortController();
  const others = (async () => {
    for (; !over.signal.aborted; turns++) await setImmediate();
  })();
  const kept = { histories: new Map(), pushes: new Pushes() };
  const rulebook = { lists, profiles: [] };
  const { hits } = await findingsOf(messages, rulebook, Buffer.alloc(32), kept);
  over.abort();
  await others;
  // One each 10 ms of a second or so; were there none between names, three.
  expect(turns).toBeGreaterThan(10);
  expect(hits.length).toBeGreaterThan(0);
}, 60_000);

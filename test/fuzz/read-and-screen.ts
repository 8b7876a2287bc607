import assert from "node:assert/strict";
import type { Limits } from "@talanoa/passenger/limits.ts";
import { factsOfMessage } from "@talanoa/passenger/profiles/facts/of-message.ts";
import { screenTraveller } from "@talanoa/passenger/profiles/screen-traveller.ts";
import {
  compiledExample,
  exampleFiles,
} from "@talanoa/passenger/profiles/testing/example-profiles.ts";
import { createMessageReader, type Reading } from "@talanoa/passenger/read-messages.ts";
import { namedThings } from "@talanoa/passenger/watchlist/named-things.ts";
import { subjectOf } from "@talanoa/passenger/watchlist/subject-of.ts";
import { Watchlist } from "@talanoa/passenger/watchlist/watchlist.ts";
import type { Random } from "./random.ts";

/** Travellers of one message that are screened: the rest would take time and find the same. */
const MOST_TRAVELLERS = 20;

/** Limits that small inputs reach too. */
const small = {
  segmentBytes: 1_000,
  segmentComponents: 100,
  messageBytes: 8_000,
  messageSegments: 300,
  groupSegments: 60,
  messageTravellers: 30,
  messageIssues: 20,
  openMessages: 2,
  openBytes: 4_000,
  interchangeMessages: 3,
  barrenReadings: 5,
};

const profiles = exampleFiles.map(compiledExample);
const list = new Watchlist();
list.add({
  kind: "person",
  id: "p",
  names: [{ text: "Sione Taufa" }, { text: "Smith John", weak: true }],
  birthDates: [{ year: 1984, month: 2 }],
  documents: [{ number: "T0011223", issuer: "TO" }],
  nationalities: ["TO"],
});
list.add({ kind: "vessel", id: "v", names: [{ text: "Ocean Lantern" }], imo: "9074729" });
list.add({
  kind: "company",
  id: "c",
  names: [{ text: "Coral Gate Ltd" }],
  registrationNumbers: ["IATA 12345678"],
  countries: ["FJ"],
});

/** Reads an input, whole and in pieces, and screens what came out. Throws where it is not as it must be. */
export default function readAndScreen(input: Uint8Array, random: Random): void {
  const limits = random.below(2) === 0 ? small : {};
  const readings = readIn(input, [input.length], limits);
  const cuts = Array.from({ length: random.below(6) }, () => random.below(input.length + 1));
  const inPieces = readIn(input, [...cuts.sort((a, b) => a - b), input.length], limits);
  assert.equal(JSON.stringify(inPieces), JSON.stringify(readings), "how it is cut changes it");
  for (const reading of readings) {
    for (const { text, position } of reading.issues) assert.ok(text !== "" && position >= 0);
    if (reading.kind === "envelope") continue;
    const facts = factsOfMessage(reading, { countryOf: () => "FJ" });
    for (const [index, traveller] of reading.travellers.slice(0, MOST_TRAVELLERS).entries()) {
      list.matchTraveller(subjectOf(traveller));
      screenTraveller(profiles, facts[index]!);
    }
    for (const thing of namedThings(reading).slice(0, MOST_TRAVELLERS)) list.matchThing(thing);
  }
}

function readIn(input: Uint8Array, ends: readonly number[], limits: Partial<Limits>): Reading[] {
  const reader = createMessageReader({ limits });
  const readings: Reading[] = [];
  let from = 0;
  for (const to of ends) {
    readings.push(...reader.push(input.subarray(from, to)));
    from = to;
  }
  return [...readings, ...reader.end()];
}

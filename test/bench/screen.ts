import type { Buffer } from "node:buffer";
import { createTokenizer } from "@talanoa/passenger/edifact/tokenizer.ts";
import { SegmentBuffer } from "@talanoa/passenger/edifact/segment.ts";
import { limits } from "@talanoa/passenger/limits.ts";
import { factsOfMessage } from "@talanoa/passenger/profiles/facts/of-message.ts";
import { screenTraveller } from "@talanoa/passenger/profiles/screen-traveller.ts";
import {
  compiledExample,
  exampleFiles,
} from "@talanoa/passenger/profiles/testing/example-profiles.ts";
import { readMessages } from "@talanoa/passenger/read-messages.ts";
import { subjectOf } from "@talanoa/passenger/watchlist/subject-of.ts";
import { Watchlist } from "@talanoa/passenger/watchlist/watchlist.ts";
import { airportOf } from "@talanoa/sharing/codes/ports.ts";
import type { TestHub } from "../support/hub.ts";
import { asListed, madeUpPeople } from "../quality/made-up-people.ts";
import { type Figure, median } from "./figure.ts";
import { pushOf } from "./screen/push.ts";
import type { Size } from "./size.ts";

const ROUNDS = 5;
const PROFILES = 200;
/** PNRs of the push that is read. */
const PNRS = 127;
const surroundings = { countryOf: (airport: string) => airportOf(airport)?.country };
const code = (character: string) => character.charCodeAt(0);

/** Passenger messages a second on one core: split into segments, read, and screened. */
export async function screen(_: TestHub, size: Size): Promise<Figure[]> {
  const push = pushOf(madeUpPeople(PNRS, 1));
  const figures = [tokenised(push, size(200)), await parsed(push, size(50))];
  for (const entries of [10_000, 100_000]) figures.push(await screened(size(1_000), entries));
  return figures;
}

function tokenised(push: Buffer, times: number): Figure {
  const characters = {
    component: code(":"),
    element: code("+"),
    release: code("?"),
    terminator: code("'"),
  };
  // The advice before it says what the characters are, and would end what is read.
  const interchange = push.subarray(push.indexOf("UNB"));
  let segments = 0;
  const tokenizer = createTokenizer(characters, new SegmentBuffer(limits), () => {
    segments += 1;
    return "continue";
  });
  const rounds = Array.from({ length: ROUNDS }, () => {
    const began = performance.now();
    for (let i = 0; i < times; i++) tokenizer.push(interchange, 0);
    return (interchange.length * times) / 1_000 / (performance.now() - began);
  });
  if (segments < times * ROUNDS * PNRS) throw new Error("the push was not split into segments");
  return figure("screen tokenised", "MB/s", median(rounds), 100);
}

async function parsed(push: Buffer, times: number): Promise<Figure> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    for (let i = 0; i < times; i++) await travellersOf(push, PNRS);
    rounds.push((times * 1_000) / (performance.now() - began));
  }
  const detail = { "bytes of a push": push.length, "PNRs of it": PNRS };
  return figure("screen parsed", "pushes/s", median(rounds), 20, detail);
}

/** Read, asked by all profiles, and compared with a list, one traveller in a hundred of which is on it. */
async function screened(travellers: number, entries: number): Promise<Figure> {
  const profiles = Array.from({ length: PROFILES / exampleFiles.length }, () =>
    exampleFiles.map(compiledExample),
  ).flat();
  const list = new Watchlist();
  const listed = madeUpPeople(entries, 2);
  listed.forEach((person, i) => list.add(asListed(person, i, "all-dated")));
  const people = madeUpPeople(travellers, 3).map((person, i) => (i % 100 ? person : listed[i]!));
  const push = pushOf(people);
  let hits = 0;
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    const message = await travellersOf(push, travellers);
    for (const [i, facts] of factsOfMessage(message, surroundings).entries()) {
      hits += screenTraveller(profiles, facts).hits.length;
      hits += list.matchTraveller(subjectOf(message.travellers[i]!)).length;
    }
    rounds.push((travellers * 1_000) / (performance.now() - began));
  }
  const goal = entries > 10_000 ? 300 : 500;
  const detail = { profiles: profiles.length, "hits of a round, all grades": hits / ROUNDS };
  const name = `screened, list of ${entries.toLocaleString("en")}`;
  return figure(name, "travellers/s", median(rounds), goal, detail);
}

async function travellersOf(push: Buffer, travellers: number) {
  for await (const reading of readMessages([push])) {
    if (reading.kind !== "envelope" && reading.travellers.length === travellers) return reading;
  }
  throw new Error("the push was not read whole");
}

function figure(
  name: string,
  unit: string,
  value: number,
  atLeast: number,
  detail?: Figure["detail"],
): Figure {
  return {
    name,
    unit,
    value,
    bare: null,
    ratio: null,
    goal: { atLeast },
    ...(detail && { detail }),
  };
}

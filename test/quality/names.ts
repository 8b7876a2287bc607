import { parseName } from "@talanoa/passenger/names/name.ts";
import { draftFlagThreshold, leastNameScore } from "@talanoa/passenger/watchlist/grade.ts";
import { NameIndex } from "@talanoa/passenger/watchlist/name-index.ts";
import { Watchlist } from "@talanoa/passenger/watchlist/watchlist.ts";
import type { Figure } from "../bench/figure.ts";
import { asListed, asTraveller, type Dating, madeUpPeople, seeded } from "./made-up-people.ts";
import { judge, type LabelledPair, labelledPairs, precisionAndRecall } from "./pairs.ts";
import { variants } from "./variants.ts";

const listSeed = 1;
const travellerSeed = 2;
const entries = 10_000;
const travellers = 10_000;
const varied = 500;

/** How well names are matched, and how fast. */
export function names(): Figure[] {
  const pairs = labelledPairs();
  if (!pairs) {
    console.log(
      "left out: the labelled pairs, as shared/passenger-data is not beside the repository",
    );
  }
  return [
    ...(pairs ? [...onPairs(pairs), blockingOfPairs(pairs)] : []),
    blockingOfVariants(),
    falseHits(),
    speed(10_000, 500),
    speed(100_000, 300),
  ];
}

function onPairs(pairs: readonly LabelledPair[]): Figure[] {
  const judged = pairs.map(judge);
  const raisesFlag = ({ score }: { score: number }) => score >= draftFlagThreshold;
  const { precision, recall } = precisionAndRecall(judged, raisesFlag);
  const detail: { [name: string]: number } = {};
  const tell = (name: string, found: { precision: number; recall: number }) => {
    detail[`${name}: precision`] = found.precision;
    detail[`${name}: recall`] = found.recall;
  };
  tell(
    "B or better",
    precisionAndRecall(judged, ({ score, grade }) => raisesFlag({ score }) && grade < "C"),
  );
  tell("C or better, which raises a draft flag", { precision, recall });
  tell(
    "D or better",
    precisionAndRecall(judged, ({ score }) => score >= leastNameScore),
  );
  for (const half of [0, 1]) {
    const part = judged.filter((_, index) => index % 2 === half);
    tell(`C or better, ${half === 0 ? "odd" : "even"} lines`, precisionAndRecall(part, raisesFlag));
  }
  return [
    { ...alone("name-recall", "share", recall), goal: { atLeast: 0.8 }, detail },
    { ...alone("name-precision", "share", precision), goal: { atLeast: 0.75 } },
  ];
}

function alone(name: string, unit: string, value: number) {
  return { name, unit, value, bare: null, ratio: null };
}

function blockingOfPairs(pairs: readonly LabelledPair[]): Figure {
  const matches = pairs.filter(({ isMatch }) => isMatch);
  const listed = [...new Set(matches.map(({ names }) => names[1]))];
  const others = madeUpPeople(entries - listed.length, listSeed).map(({ name }) => name);
  const index = indexOf([...listed, ...others]);
  const found = matches.filter(({ names: [one, other] }) =>
    isCandidate(index, one, listed.indexOf(other)),
  );
  return {
    ...alone("blocking-recall-pairs", "share", found.length / matches.length),
    goal: { atLeast: 0.99 },
  };
}

function blockingOfVariants(): Figure {
  const people = madeUpPeople(entries, listSeed);
  const index = indexOf(people.map(({ name }) => name));
  const random = seeded(travellerSeed);
  const detail: { [name: string]: number } = {};
  let all = 0;
  for (const [name, write] of Object.entries(variants)) {
    let found = 0;
    for (const [owner, person] of people.slice(0, varied).entries()) {
      if (isCandidate(index, write(person, random), owner)) found += 1;
    }
    detail[name] = found / varied;
    all += found;
  }
  const share = all / (varied * Object.keys(variants).length);
  return { ...alone("blocking-recall-variants", "share", share), goal: { atLeast: 0.99 }, detail };
}

function indexOf(names: readonly string[]): NameIndex {
  const index = new NameIndex();
  for (const [owner, name] of names.entries()) index.add(parseName(name), owner);
  return index;
}

function isCandidate(index: NameIndex, name: string, owner: number): boolean {
  return index.candidates(parseName(name)).some((candidate) => index.owner(candidate) === owner);
}

function falseHits(): Figure {
  const undated = falseHitsAgainst("a-tenth-undated");
  return {
    ...alone("false-hits", "per 1,000", falseHitsAgainst("all-dated")),
    goal: { atMost: 1 },
    detail: { "where a tenth of the list has no birth date": undated },
  };
}

/** Travellers in a thousand who raise a draft flag, though none of them is on the list. */
function falseHitsAgainst(dating: Dating): number {
  const list = listOf(entries, dating);
  const flagged = madeUpPeople(travellers, travellerSeed).filter((person) =>
    list.matchTraveller(asTraveller(person)).some(({ raisesDraftFlag }) => raisesDraftFlag),
  );
  return (flagged.length / travellers) * 1_000;
}

function listOf(size: number, dating: Dating): Watchlist {
  const list = new Watchlist();
  for (const [index, person] of madeUpPeople(size, listSeed).entries()) {
    list.add(asListed(person, index, dating));
  }
  return list;
}

/** Travellers a second of processor time against a list; the list is not warmed up for them. */
function speed(size: number, goal: number): Figure {
  const heapBefore = heap();
  const built = processorSeconds(() => listOf(size, "a-tenth-undated"));
  const bytes = heap() - heapBefore;
  const count = 2_000;
  const people = madeUpPeople(count, travellerSeed).map(asTraveller);
  const matched = processorSeconds(() =>
    people.map((person) => built.result.matchTraveller(person)),
  );
  return {
    ...alone(`match-${size}`, "travellers/s", count / matched.seconds),
    goal: { atLeast: goal },
    detail: {
      "milliseconds for one traveller": (matched.seconds / count) * 1_000,
      "seconds to build the list": built.seconds,
      "bytes for an entry": bytes / size,
    },
  };
}

function processorSeconds<Result>(work: () => Result): { result: Result; seconds: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1e6 };
}

function heap(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

import { draftFlagThreshold, leastNameScore } from "@talanoa/passenger/watchlist/grade.ts";
import type { Figure } from "../bench/figure.ts";
import { foundByVariant, indexOf, isCandidate, shareFound } from "./blocking.ts";
import { falseHitsAgainst, listOf } from "./false-hits.ts";
import { asTraveller, entries, listSeed, madeUpPeople, travellerSeed } from "./made-up-people.ts";
import { judge, type LabelledPair, labelledPairs, precisionAndRecall } from "./pairs.ts";

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
  const found = foundByVariant(varied);
  const detail = Object.fromEntries([...found].map(([name, count]) => [name, count / varied]));
  const share = shareFound(found, varied);
  return { ...alone("blocking-recall-variants", "share", share), goal: { atLeast: 0.99 }, detail };
}

function falseHits(): Figure {
  const undated = falseHitsAgainst("a-tenth-undated", travellers);
  return {
    ...alone("false-hits", "per 1,000", falseHitsAgainst("all-dated", travellers)),
    goal: { atMost: 1 },
    detail: { "where a tenth of the list has no birth date": undated },
  };
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

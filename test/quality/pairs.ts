import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compareNames } from "@talanoa/passenger/names/compare.ts";
import { parseName } from "@talanoa/passenger/names/name.ts";
import type { Grade } from "@talanoa/passenger/watchlist/grade.ts";
import { gradeMatch } from "@talanoa/passenger/watchlist/grade.ts";

// Third-party data: beside the repository, not in it.
const file = join(
  import.meta.dirname,
  "../../../shared/passenger-data/names/nomenklatura_name_bench_person_half.tsv",
);

/** Two names of which a person said whether they may be one person's. */
export interface LabelledPair {
  readonly names: readonly [string, string];
  readonly isMatch: boolean;
}

/** The labelled pairs, or undefined where they are not beside the repository. */
export function labelledPairs(): LabelledPair[] | undefined {
  if (!existsSync(file)) return undefined;
  const [, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => {
    const [one = "", other = "", isMatch] = line.split("\t");
    return { names: [one, other], isMatch: isMatch === "true" };
  });
}

export interface Judged extends LabelledPair {
  readonly score: number;
  readonly grade: Grade;
}

/** Names alone: no evidence beside them. */
export function judge(pair: LabelledPair): Judged {
  const [one, other] = pair.names;
  const { score, grade } = gradeMatch(compareNames(parseName(one), parseName(other)).score, []);
  return { ...pair, score, grade };
}

/** Of the pairs that are taken for matches, how many are; and of those that are, how many are taken. */
export function precisionAndRecall(
  judged: readonly Judged[],
  isTaken: (pair: Judged) => boolean,
): { precision: number; recall: number } {
  const taken = judged.filter(isTaken);
  const right = taken.filter(({ isMatch }) => isMatch).length;
  return {
    precision: right / taken.length,
    recall: right / judged.filter(({ isMatch }) => isMatch).length,
  };
}

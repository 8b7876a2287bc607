import { align, type Pair } from "./align.ts";
import { type CompareWords, likenessOf } from "./likeness.ts";
import type { Token } from "./name.ts";
import type { WordKind } from "./name-words.ts";

/** How much a word of each kind counts. */
const weightOf = {
  name: 1,
  initial: 0.5,
  title: 0.3,
  "chiefly-title": 0.3,
  particle: 0.2,
} as const satisfies Record<WordKind, number>;

/** A name is no better than its worst pair of words: below this likeness it costs more and more. */
const surelyAlike = 0.8;
/** What remains of the score for each word on one side that contradicts one on the other. */
const afterContradiction = 0.55;
/** The same, where a chiefly title stands on either side: a person may bear several. */
const afterOtherTitle = 0.75;
/** The most that words without a counterpart take, where they are as good as all of the name. */
const mostForMissing = 0.25;
/** What remains where one word is all that two names of unequal length share. */
const afterOneSharedWord = 0.8;
/** What remains where initials are all that agrees. */
const afterInitialsAlone = 0.6;

/** How one word agrees with its counterpart in the other name. */
export interface NamePart {
  /** Both as romanised; glued words are one. */
  readonly one: string;
  readonly other: string;
  readonly likeness: number;
  readonly agreement: Pair["agreement"];
  /** How much it counts. */
  readonly weight: number;
}

export interface NameComparison {
  /** From 0, nothing in common, to 1, the same name. */
  readonly score: number;
  readonly parts: readonly NamePart[];
  /** Words of either name without a counterpart, as romanised. */
  readonly missing: readonly string[];
  /** How many words of the shorter name stand against another in the longer. */
  readonly contradictions: number;
}

/** Compares two names, whichever comes first. */
export function compareNames(
  one: readonly Token[],
  other: readonly Token[],
  compareWords: CompareWords = likenessOf,
): NameComparison {
  // Of ways to pair that are worth the same, the first is taken: by the same order always.
  if (!comesBefore(other, one)) return compareInOrder(one, other, compareWords);
  const { parts, ...rest } = compareInOrder(other, one, compareWords);
  return { ...rest, parts: parts.map((part) => ({ ...part, one: part.other, other: part.one })) };
}

/** The shorter name; of two as long, the one whose first different word comes first. */
function comesBefore(one: readonly Token[], other: readonly Token[]): boolean {
  if (one.length !== other.length) return one.length < other.length;
  const at = one.findIndex(({ text }, i) => text !== other[i]!.text);
  return at >= 0 && one[at]!.text < other[at]!.text;
}

function compareInOrder(
  one: readonly Token[],
  other: readonly Token[],
  compareWords: CompareWords,
): NameComparison {
  const { pairs, leftOfOne, leftOfOther } = align(one, other, compareWords);
  const parts = pairs.map(partOf);
  const missing = [leftOfOne, leftOfOther];
  const own = inOrder(missing.map((tokens) => tokens.filter(isOwn).length));
  const standing = inOrder(missing.map((tokens) => tokens.filter(isStanding).length));
  const contradictions = own.fewer;
  return {
    score: scoreOf(parts, {
      contradictions,
      otherTitles: standing.fewer - own.fewer,
      missing: own.more - own.fewer,
    }),
    parts,
    missing: missing.flat().map(({ text }) => text),
    contradictions,
  };
}

function partOf({ one, other, likeness, agreement }: Pair): NamePart {
  const weight = Math.min(weightOf[one.kind], weightOf[other.kind]);
  return { one: one.text, other: other.text, likeness, agreement, weight };
}

function isOwn({ kind }: Token): boolean {
  return kind === "name" || kind === "initial";
}

function isStanding(token: Token): boolean {
  return isOwn(token) || token.kind === "chiefly-title";
}

function inOrder([one = 0, other = 0]: readonly number[]) {
  return { fewer: Math.min(one, other), more: Math.max(one, other) };
}

interface Unpaired {
  readonly contradictions: number;
  readonly otherTitles: number;
  readonly missing: number;
}

function scoreOf(parts: readonly NamePart[], unpaired: Unpaired): number {
  const { contradictions, otherTitles, missing } = unpaired;
  const weight = sum(parts.map(({ weight }) => weight));
  if (weight === 0) return 0;
  const alike = sum(parts.map(({ weight, likeness }) => weight * likeness)) / weight;
  const own = parts.filter(({ weight }) => weight >= weightOf.initial);
  const worst = Math.min(1, ...own.map(({ likeness }) => likeness));
  return (
    alike *
    Math.min(1, worst / surelyAlike) ** 2 *
    afterContradiction ** contradictions *
    afterOtherTitle ** otherTitles *
    (1 - (mostForMissing * missing) / (missing + weight)) *
    (missing > 0 && own.length < 2 ? afterOneSharedWord : 1) *
    (own.some(({ agreement }) => agreement !== "initial") ? 1 : afterInitialsAlone)
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

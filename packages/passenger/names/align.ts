import { assign } from "./assign.ts";
import type { CompareWords, Likeness } from "./likeness.ts";
import { gluedToken, type Token } from "./name.ts";
import { spellingDistance } from "./spelling-distance.ts";

/** Two words that stand for each other; each may be glued of several. */
export interface Pair extends Likeness {
  readonly one: Token;
  readonly other: Token;
}

export interface Alignment {
  readonly pairs: readonly Pair[];
  /** Words without a counterpart. */
  readonly leftOfOne: readonly Token[];
  readonly leftOfOther: readonly Token[];
}

type Words = readonly Token[];
type LikenessAt = (row: number, column: number) => Likeness;

/** A word that has a counterpart so alike is not glued to another. */
const wellPaired = 0.85;
const mostGlued = 3;
/** By how many letters a word may differ from the words that are glued to meet it. */
const gluedSlip = 2;

/** Pairs the words of two names, each at most once, so that they are the most alike in all. */
export function align(one: Words, other: Words, compare: CompareWords): Alignment {
  const likeness = one.map((a) => other.map((b) => compare(a, b)));
  const ones = glued(one, other, (row, column) => likeness[row]![column]!);
  if (ones) return align(ones, other, compare);
  const others = glued(other, one, (row, column) => likeness[column]![row]!);
  if (others) return align(one, others, compare);

  const worth = likeness.map((row, r) => row.map((found, c) => worthOf(found, one[r]!, other[c]!)));
  const pairs: Pair[] = [];
  const leftOfOne: Token[] = [];
  const taken = new Set<number>();
  for (const [row, column] of assign(worth, other.length).entries()) {
    const found = likeness[row]![column];
    if (found && found.likeness > 0) {
      pairs.push({ one: one[row]!, other: other[column]!, ...found });
      taken.add(column);
    } else leftOfOne.push(one[row]!);
  }
  return { pairs, leftOfOne, leftOfOther: other.filter((_, column) => !taken.has(column)) };
}

// Names first: a particle is paired with what the names leave.
function worthOf({ likeness }: Likeness, one: Token, other: Token): number {
  return one.kind === "name" && other.kind === "name" ? likeness : likeness / 4;
}

/** The words with some that are one word in the other name glued together; undefined where none are. */
function glued(words: Words, other: Words, likeness: LikenessAt): Words | undefined {
  const alone = placesAlone(words, other, likeness);
  if (alone.length < 2) return undefined;
  for (const column of placesAlone(other, words, (row, column) => likeness(column, row))) {
    if (other[column]!.kind !== "name") continue;
    for (const from of alone) {
      for (let end = from + 2; end <= Math.min(from + mostGlued, words.length); end++) {
        if (!alone.includes(end - 1)) break;
        const run = words.slice(from, end);
        if (!isWrittenTogether(run, other[column]!)) continue;
        return [...words.slice(0, from), gluedToken(run), ...words.slice(end)];
      }
    }
  }
  return undefined;
}

function placesAlone(words: Words, other: Words, likeness: LikenessAt): number[] {
  const places: number[] = [];
  for (let row = 0; row < words.length; row++) {
    let column = 0;
    while (column < other.length && likeness(row, column).likeness < wellPaired) column++;
    if (column === other.length) places.push(row);
  }
  return places;
}

function isWrittenTogether(run: Words, whole: Token): boolean {
  const text = run.map(({ text }) => text).join("");
  if (Math.abs(text.length - whole.text.length) > gluedSlip) return false;
  const slips = spellingDistance(text, whole.text);
  return slips <= gluedSlip && slips <= (1 - wellPaired) * whole.text.length;
}

/** What a change of one sign for another costs, where it is less than a whole edit. */
const alike: readonly (readonly [string, number])[] = [
  ["aeiou", 0.45],
  ["ie", 0.3],
  ["ou", 0.3],
  ["sz", 0.2],
  ["sxcjz", 0.4],
  ["td", 0.5],
  ["pb", 0.5],
  ["kg", 0.5],
  ["kqgh", 0.35],
  ["fv", 0.3],
  ["vb", 0.4],
  ["vu", 0.4],
  ["mn", 0.6],
  ["lr", 0.7],
  ["ji", 0.4],
  ["hj", 0.6],
];

const signs = 128;
const change = new Float64Array(signs * signs).fill(1);
for (let sign = 0; sign < signs; sign++) change[sign * signs + sign] = 0;
for (const [group, cost] of alike) {
  for (const one of group) {
    for (const other of group) {
      const at = one.charCodeAt(0) * signs + other.charCodeAt(0);
      change[at] = Math.min(change[at]!, cost);
    }
  }
}

const dropped = new Float64Array(signs).fill(1);
for (const vowel of "aeiou") dropped[vowel.charCodeAt(0)] = 0.6;
dropped["h".charCodeAt(0)] = 0.4;

const swap = 0.8;
const longest = 33;
const table = new Float64Array(longest * longest);

/**
 * How far two heard words (at most 32 signs) stand apart: 1 for each letter that is added, missing
 * or another, 0.8 for two neighbours swapped, less for a vowel and for signs that are easily taken
 * for each other. Infinity as soon as it is sure to be more than `most`.
 */
export function spellingDistance(one: string, other: string, most = Infinity): number {
  const rows = Math.min(one.length, longest - 1);
  const columns = Math.min(other.length, longest - 1);
  table[0] = 0;
  for (let column = 1; column <= columns; column++) {
    table[column] = table[column - 1]! + dropped[other.charCodeAt(column - 1)]!;
  }
  let leastAbove = 0;
  for (let row = 1; row <= rows; row++) {
    const here = row * longest;
    const sign = one.charCodeAt(row - 1);
    const drop = dropped[sign]!;
    table[here] = table[here - longest]! + drop;
    let leastHere = table[here]!;
    for (let column = 1; column <= columns; column++) {
      const against = other.charCodeAt(column - 1);
      const at = here + column;
      let least = table[at - longest - 1]! + change[sign * signs + against]!;
      const withoutOne = table[at - longest]! + drop;
      if (withoutOne < least) least = withoutOne;
      const withoutOther = table[at - 1]! + dropped[against]!;
      if (withoutOther < least) least = withoutOther;
      if (
        row > 1 &&
        column > 1 &&
        sign === other.charCodeAt(column - 2) &&
        one.charCodeAt(row - 2) === against
      ) {
        least = Math.min(least, table[at - 2 * longest - 2]! + swap);
      }
      table[at] = least;
      if (least < leastHere) leastHere = least;
    }
    // A swap goes back two rows.
    if (leastHere > most && leastAbove > most) return Infinity;
    leastAbove = leastHere;
  }
  return table[rows * longest + columns]!;
}

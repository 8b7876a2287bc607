/** One measured figure beside what the bare parts do in the same run. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  /** Median of the product's rounds. */
  readonly value: number;
  /** Median of the bare program's rounds; null for a figure that stands alone. */
  readonly bare: number | null;
  /** value / bare. */
  readonly ratio: number | null;
  /** Of the ratio; of the value where there is none. */
  readonly goal: { readonly atLeast: number } | { readonly atMost: number };
  /** What else was measured beside it, by name. */
  readonly detail?: { readonly [name: string]: number };
}

/** Measures both, one after the other and again, and takes the medians: machines are noisy. */
export async function sideBySide(
  rounds: number,
  product: () => Promise<number>,
  bare: () => Promise<number>,
): Promise<{ value: number; bare: number; ratio: number }> {
  const values: number[] = [];
  const bares: number[] = [];
  for (let round = 0; round < rounds; round++) {
    values.push(await product());
    bares.push(await bare());
  }
  return compared(values, bares);
}

/** The medians of some rounds and their ratio. */
export function compared(values: readonly number[], bares: readonly number[]) {
  const value = median(values);
  const bare = median(bares);
  return { value, bare, ratio: value / bare };
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return middle.reduce((sum, number) => sum + number, 0) / middle.length;
}

/** A quantile of some numbers, the nearest rank. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function isMet({ value, ratio, goal }: Figure): boolean {
  const measured = ratio ?? value;
  return "atLeast" in goal ? measured >= goal.atLeast : measured <= goal.atMost;
}

/** A figure as a line for people. */
export function line(figure: Figure): string {
  const { name, unit, value, bare, ratio, goal } = figure;
  const wanted = "atLeast" in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`;
  return [
    name.padEnd(24),
    `${rounded(value)} ${unit}`.padStart(17),
    (bare === null ? "" : `bare ${rounded(bare)}`).padStart(14),
    (ratio === null ? "" : `ratio ${ratio.toFixed(2)}`).padStart(11),
    wanted.padStart(13),
    isMet(figure) ? "met" : "NOT MET",
  ].join("  ");
}

/** What was measured beside a figure, a line each. */
export function detailLines({ detail = {} }: Figure): string[] {
  return Object.entries(detail).map(
    ([name, value]) => `    ${name.padEnd(58)}${rounded(value).padStart(9)}`,
  );
}

function rounded(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(2);
}

/** One measured figure beside what the bare parts do in the same run. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  /** Median of the product's rounds. */
  readonly value: number;
  /** Median of the bare program's rounds. */
  readonly bare: number;
  /** value / bare. */
  readonly ratio: number;
  readonly goal: { readonly atLeast: number } | { readonly atMost: number };
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
    bares.push(await bare());
    values.push(await product());
  }
  return compared(median(values), median(bares));
}

export function compared(value: number, bare: number) {
  return { value, bare, ratio: value / bare };
}

export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

/** A quantile of some numbers, the nearest rank. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function isMet({ ratio, goal }: Figure): boolean {
  return "atLeast" in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
}

/** A figure as a line for people. */
export function line(figure: Figure): string {
  const { name, unit, value, bare, ratio, goal } = figure;
  const wanted = "atLeast" in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`;
  const columns = [
    name.padEnd(44),
    `${round(value)} ${unit}`.padStart(18),
    `bare ${round(bare)}`.padStart(16),
    `ratio ${ratio.toFixed(2)}`.padStart(12),
    wanted.padStart(14),
    isMet(figure) ? "met" : "NOT MET",
  ];
  return columns.join("  ");
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(2);
}

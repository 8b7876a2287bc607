import type { StatsRow } from "@talanoa/contract/generated/talanoa.ts";

/** Who received how much of whose notices. */
export interface SharingMatrix {
  /** Who published: the columns, by id. */
  readonly publishers: readonly string[];
  /** Who received: the rows, by id. */
  readonly receivers: readonly MatrixRow[];
  /** Of each publisher, in the order of the columns. */
  readonly totals: readonly number[];
  readonly largest: number;
}

export interface MatrixRow {
  readonly receiver: string;
  /** Versions of notices, in the order of the columns. */
  readonly counts: readonly number[];
  readonly total: number;
}

/** The figures of all periods together, Member by Member. Who shared nothing and received nothing is left out. */
export function matrixOf(rows: readonly StatsRow[]): SharingMatrix {
  const counts = new Map<string, number>();
  const receivers = new Set<string>();
  const publishers = new Set<string>();
  for (const { participant, receivedFrom } of rows) {
    for (const { origin, count } of receivedFrom) {
      const key = `${participant} ${origin}`;
      counts.set(key, (counts.get(key) ?? 0) + count);
      receivers.add(participant);
      publishers.add(origin);
    }
  }
  const columns = [...publishers].toSorted();
  const table = [...receivers].toSorted().map((receiver) => {
    const its = columns.map((origin) => counts.get(`${receiver} ${origin}`) ?? 0);
    return { receiver, counts: its, total: its.reduce((sum, each) => sum + each, 0) };
  });
  const totals = columns.map((_, at) => table.reduce((sum, row) => sum + row.counts[at]!, 0));
  return {
    publishers: columns,
    receivers: table,
    totals,
    largest: Math.max(0, ...counts.values()),
  };
}

/** Shades of a cell, from 0 for none to this for the largest. */
export const SHADES = 5;

/** How dark a cell is: by orders of magnitude, so that the few are seen beside the many. */
export function shadeOf(count: number, largest: number): number {
  if (count === 0) return 0;
  return Math.max(1, Math.ceil((Math.log1p(count) / Math.log1p(largest)) * SHADES));
}

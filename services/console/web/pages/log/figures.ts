import type { Durations, StatsPeriod, StatsRow } from "@talanoa/contract/generated/talanoa.ts";
import { periodName } from "@talanoa/sharing/record/period-name.ts";

/** Figures that are drawn beside each other. */
export const drawn = ["published", "received", "acknowledged"] as const;
export type Drawn = (typeof drawn)[number];

/** What was exchanged in a period by all, or by one participant in all periods. */
export interface Volume extends Record<Drawn, number> {
  /** The period's name, or the participant's id. */
  readonly name: string;
  readonly asked: number;
  readonly answered: number;
  readonly refused: number;
}

/** Volumes by period, the earliest first; all together are one, without a name. */
export function volumesByPeriod(rows: readonly StatsRow[], by: StatsPeriod): Volume[] {
  const starts = [...new Set(rows.map(({ period }) => period))].toSorted(
    (one, other) => one - other,
  );
  return starts.map((start) => {
    const its = rows.filter(({ period }) => period === start);
    return volumeOf(periodName[by](start), its);
  });
}

/** Volumes by participant, by id; whom nobody knows last. */
export function volumesByParticipant(rows: readonly StatsRow[]): Volume[] {
  return participantsOf(rows).map((id) =>
    volumeOf(
      id,
      rows.filter(({ participant }) => participant === id),
    ),
  );
}

/** The participants of some rows, by id; whom nobody knows last. */
export function participantsOf(rows: readonly StatsRow[]): string[] {
  const known = new Set(rows.map(({ participant }) => participant));
  return [...known].toSorted((one, other) =>
    one === "" ? 1 : other === "" ? -1 : one < other ? -1 : 1,
  );
}

/** How long something took for one participant in one period, ms. */
export interface Delay {
  readonly period: string;
  readonly participant: string;
  readonly count: number;
  readonly median: number;
  readonly p95: number;
}

/** Times of those who have any. */
export function delaysOf(
  rows: readonly StatsRow[],
  by: StatsPeriod,
  of: "toReceived" | "toAcknowledged",
): Delay[] {
  return rows.flatMap((row) => {
    const its: Durations | null = row[of];
    if (!its || its.count === 0) return [];
    const { count, median, p95 } = its;
    return [
      { period: periodName[by](row.period), participant: row.participant, count, median, p95 },
    ];
  });
}

function volumeOf(name: string, rows: readonly StatsRow[]): Volume {
  const sum = (field: Drawn | "asked" | "answered" | "refused") =>
    rows.reduce((total, row) => total + row[field], 0);
  return {
    name,
    published: sum("published"),
    received: sum("received"),
    acknowledged: sum("acknowledged"),
    asked: sum("asked"),
    answered: sum("answered"),
    refused: sum("refused"),
  };
}

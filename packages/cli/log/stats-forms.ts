import type { Durations, StatsPeriod, StatsRow } from "@talanoa/contract/generated/talanoa.ts";
import type { Json } from "../json.ts";
import type { Cell, Column } from "../table.ts";
import { isoTime } from "@talanoa/client/times.ts";
import { periodName } from "@talanoa/sharing/record/period-name.ts";
import { took } from "@talanoa/contract/took.ts";

/** Who was refused without a name. */
const NOBODY = "(nobody known)";

export const statsColumns: readonly Column[] = [
  { title: "period" },
  { title: "participant" },
  { title: "published", align: "right" },
  { title: "received", align: "right" },
  { title: "acknowledged", align: "right" },
  { title: "refused", align: "right" },
  { title: "for", shrinksTo: 12, wraps: true },
  { title: "asked", align: "right" },
  { title: "answered", align: "right" },
  { title: "received after (median, p95)" },
  { title: "acknowledged after (median, p95)" },
];

export function statsCells(row: StatsRow, by: StatsPeriod): Cell[] {
  const { published, received, acknowledged, asked, answered, refused } = row;
  return [
    periodName[by](row.period) || "all",
    row.participant || NOBODY,
    String(published),
    String(received),
    String(acknowledged),
    String(refused),
    row.causes.map(({ cause, count }) => `${cause} ${count}`).join(", "),
    String(asked),
    String(answered),
    durationText(row.toReceived),
    durationText(row.toAcknowledged),
  ];
}

export function statsJson(row: StatsRow, by: StatsPeriod): Json {
  const { participant, published, received, acknowledged, asked, answered, refused } = row;
  return {
    ...(by && { period: periodName[by](row.period), period_start: isoTime(row.period) }),
    participant,
    published,
    received,
    to_received: durationsJson(row.toReceived),
    acknowledged,
    to_acknowledged: durationsJson(row.toAcknowledged),
    asked,
    answered,
    refused,
    refused_for: Object.fromEntries(row.causes.map(({ cause, count }) => [cause, count])),
  };
}

export const statsCsvColumns = [
  "period",
  "participant",
  "published",
  "received",
  "to_received_count",
  "to_received_median_ms",
  "to_received_p95_ms",
  "acknowledged",
  "to_acknowledged_count",
  "to_acknowledged_median_ms",
  "to_acknowledged_p95_ms",
  "asked",
  "answered",
  "refused",
  "refused_for",
] as const;

export function statsCsvRow(row: StatsRow, by: StatsPeriod): (string | number)[] {
  const measured = (its: Durations | null) => [
    its?.count ?? 0,
    ...(its?.count ? [its.median, its.p95] : ["", ""]),
  ];
  return [
    periodName[by](row.period),
    row.participant,
    row.published,
    row.received,
    ...measured(row.toReceived),
    row.acknowledged,
    ...measured(row.toAcknowledged),
    row.asked,
    row.answered,
    row.refused,
    row.causes.map(({ cause, count }) => `${cause}=${count}`).join(" "),
  ];
}

function durationText(its: Durations | null): string {
  return its?.count ? `${took(its.median)}, ${took(its.p95)}` : "";
}

function durationsJson(its: Durations | null): Json {
  return its?.count ? { count: its.count, median_ms: its.median, p95_ms: its.p95 } : null;
}

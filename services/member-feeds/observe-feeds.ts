import { subjects } from "@talanoa/contract/subjects.ts";
import { precedenceWords } from "@talanoa/contract/words.ts";
import { backlogAfter } from "@talanoa/platform/bus/backlog.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { observeConsumer, secondsSince } from "@talanoa/platform/bus/observe-consumers.ts";
import { observeDatabase } from "@talanoa/platform/database/observe-database.ts";
import type { GaugeReading, Gauges } from "@talanoa/platform/telemetry/gauges.ts";
import type { Kysely } from "kysely";
import type { Pool } from "pg";
import { type FeedTables, rowsOf } from "./database.ts";
import type { OpenLanes } from "./open-lanes.ts";
import { searchFilters } from "./search-index.ts";
import type { UnreadFeeds } from "./unread.ts";

export interface Observed {
  readonly bus: Bus;
  readonly db: Kysely<FeedTables>;
  readonly pool: Pool;
  /** For how many standbys of the database commits are meant to wait. */
  readonly standbys: number;
  readonly lanes: OpenLanes;
  readonly unread: UnreadFeeds;
}

/** Has observed how far lists and search are, and each participant's feed and subscriptions. */
export function observeFeeds(
  gauges: Gauges,
  { bus, db, pool, standbys, lanes, unread }: Observed,
): void {
  observeDatabase(gauges, pool, standbys);
  observeConsumer(gauges, "lists", async () => {
    const [row] = await rowsOf(db.selectFrom("projection").select("position"));
    return backlogAfter(bus, [subjects.markers], row?.position ?? 0);
  });
  observeConsumer(gauges, "search", async () => {
    const [row] = await rowsOf(db.selectFrom("search_state").select("position"));
    return backlogAfter(bus, searchFilters, row?.position ?? 0);
  });
  for (const [consumer, state] of ofStatements)
    observeConsumer(gauges, consumer, async () => {
      const [row] = await rowsOf(db.selectFrom(state).select("position"));
      return backlogAfter(bus, [subjects.statementMarkers], row?.position ?? 0);
    });
  gauges.observe(["feeds.subscriptions", "feeds.unconfirmed", "feeds.unconfirmed.oldest"], () =>
    openReadings(lanes),
  );
  gauges.observe(["feeds.unread", "feeds.unread.oldest"], () =>
    (unread.found ?? []).flatMap(({ participant, precedence, count, oldestAt }) => {
      const labels = { participant, precedence: precedenceWords[precedence] };
      return [
        { measure: "feeds.unread", value: count, labels },
        { measure: "feeds.unread.oldest", value: secondsSince(oldestAt), labels },
      ] as const;
    }),
  );
}

/** What follows from statements, by its name and its table. */
const ofStatements = [
  ["outcomes", "outcome_state"],
  ["recalls", "recall_state"],
] as const;

interface OpenOf {
  subscriptions: number;
  unconfirmed: number;
  oldestSentAt: number | null;
}

function openReadings(lanes: OpenLanes): GaugeReading[] {
  const none = { subscriptions: 0, unconfirmed: 0, oldestSentAt: null };
  const open = new Map(
    [...lanes.participants].map((each): [string, OpenOf] => [each, { ...none }]),
  );
  for (const standings of lanes.standings()) {
    const its = open.get(standings[0]?.participant ?? "");
    if (!its) continue;
    its.subscriptions += 1;
    for (const { unconfirmed, oldestSentAt } of standings) {
      its.unconfirmed += unconfirmed;
      if (oldestSentAt !== null)
        its.oldestSentAt = Math.min(oldestSentAt, its.oldestSentAt ?? Infinity);
    }
  }
  return [...open].flatMap(([participant, { subscriptions, unconfirmed, oldestSentAt }]) => {
    const labels = { participant };
    return [
      { measure: "feeds.subscriptions", value: subscriptions, labels },
      { measure: "feeds.unconfirmed", value: unconfirmed, labels },
      { measure: "feeds.unconfirmed.oldest", value: secondsSince(oldestSentAt), labels },
    ] as const;
  });
}

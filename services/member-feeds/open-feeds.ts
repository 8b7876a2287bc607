import { FeedService } from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { DatabaseAccess } from "@talanoa/platform/database/access.ts";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { type Answered, streaming, unary } from "@talanoa/platform/grpc/call.ts";
import { paced } from "@talanoa/platform/grpc/paced.ts";
import type { Shell } from "@talanoa/platform/run-service.ts";
import { watchAccess } from "./access.ts";
import { type FeedTables, migrations } from "./database.ts";
import { dropSubscription } from "./drop-subscription.ts";
import { followEndings } from "./endings.ts";
import type { Feeds } from "./feeds.ts";
import { findNotices } from "./find-notices.ts";
import { getNotice } from "./get-notice.ts";
import { listNotices } from "./list-notices.ts";
import { listQuestions } from "./list-questions.ts";
import { listOverdue } from "./list-overdue.ts";
import { listRecalled } from "./list-recalled.ts";
import { listSubscriptions } from "./list-subscriptions.ts";
import { observeFeeds } from "./observe-feeds.ts";
import { OpenLanes } from "./open-lanes.ts";
import { keepOutcomes } from "./outcomes.ts";
import { pageTokens } from "./page-token.ts";
import { checkCaughtUp, forgetErased, keepProjection } from "./projection.ts";
import { keepRecalls } from "./recalls.ts";
import { search } from "./search.ts";
import { keepSearchIndex, searchCaughtUp } from "./search-index.ts";
import type { SearchKey } from "./search-key.ts";
import { openSeats } from "./seats.ts";
import { subscribe } from "./subscribe.ts";
import { UnreadFeeds } from "./unread.ts";

export interface FeedOptions {
  readonly database: DatabaseAccess;
  readonly searchKey: SearchKey;
  /** Deliveries of one precedence that a client may leave unconfirmed; 256 unless given. */
  readonly window?: number;
  /** For how many standbys of the database commits are meant to wait; none unless given. */
  readonly standbys?: number;
}

type Parts = Pick<
  Shell<unknown>,
  | "bus"
  | "committer"
  | "directory"
  | "callRate"
  | "log"
  | "gauges"
  | "stopping"
  | "resources"
  | "fail"
>;

/** Opens the way out on a connection; resolves when it can serve. */
export async function openFeeds(
  { bus, committer, directory, callRate, log, gauges, stopping, resources, fail }: Parts,
  { database, searchKey, window = 256, standbys = 0 }: FeedOptions,
): Promise<{ readonly methods: readonly Answered[] }> {
  const { db, pool } = resources.use(
    await openDatabase<FeedTables>({
      ...database,
      name: "member-feeds",
      migrations,
      signal: stopping,
      onTrouble: (error) =>
        log.warn({ err: error }, "a connection to the database was lost or refused"),
    }),
  );
  const { key } = await db.selectFrom("page_key").select("key").executeTakeFirstOrThrow();
  const feeds: Feeds = {
    bus,
    committer,
    directory,
    callRate,
    log,
    db,
    checkCaughtUp: await checkCaughtUp({ bus, db }, stopping),
    checkRecalls: await checkCaughtUp({ bus, db }, stopping, {
      markers: subjects.statementMarkers,
      state: "recall_state",
    }),
    pageTokens: pageTokens(key),
    searchKey,
    searchCaughtUp: await searchCaughtUp({ bus, db }, stopping),
    seats: openSeats(),
    lanes: new OpenLanes(),
    access: resources.use(watchAccess(directory)),
    endings: resources.use(await followEndings(bus, stopping, fail)),
    window,
  };
  const unread = new UnreadFeeds(bus, feeds);
  observeFeeds(gauges, { bus, db, pool, standbys, lanes: feeds.lanes, unread });
  const ending = new AbortController();
  const projecting = Promise.all([
    keepProjection(feeds, ending.signal),
    forgetErased(feeds, ending.signal),
    keepOutcomes(feeds, ending.signal),
    keepRecalls(feeds, ending.signal),
    keepSearchIndex(feeds, ending.signal),
    unread.keepLooking(ending.signal),
  ]).catch((error: unknown) => {
    if (!ending.signal.aborted) fail(error);
  });
  resources.defer(async () => {
    ending.abort();
    await projecting;
  });
  return {
    methods: [
      streaming(FeedService.subscribe, subscribe(feeds)),
      unary(FeedService.listSubscriptions, paced(callRate, listSubscriptions(feeds))),
      unary(FeedService.dropSubscription, paced(callRate, dropSubscription(feeds))),
      unary(FeedService.listNotices, paced(callRate, listNotices(feeds))),
      unary(FeedService.getNotice, paced(callRate, getNotice(feeds))),
      unary(FeedService.search, paced(callRate, search(feeds))),
      unary(FeedService.listOverdue, paced(callRate, listOverdue(feeds))),
      unary(FeedService.listRecalled, paced(callRate, listRecalled(feeds))),
      unary(FeedService.listQuestions, paced(callRate, listQuestions(feeds))),
      unary(FeedService.findNotices, paced(callRate, findNotices(feeds))),
    ],
  };
}

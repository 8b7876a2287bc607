import {
  Door,
  Kind,
  ListNoticesRequest,
  type ListNoticesResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { invalidField } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { type Kysely, sql } from "kysely";
import { checkAccess } from "./access.ts";
import { checkFilter } from "./check-filter.ts";
import { ALL, type FeedTables, hasLater, placesOf, rowsOf } from "./database.ts";
import type { Feeds } from "./feeds.ts";
import { passes } from "./held-copy.ts";
import { heldVersionsOnce, replacedBy } from "./held-versions.ts";
import { readPage } from "./read-page.ts";
import { pageMessages } from "./records.ts";
import { checkSelection, selected } from "./request-selection.ts";
import { shownCopies } from "./shown-copies.ts";

const MOST_COPIES = 200;
const USUAL_COPIES = 50;

/**
 * The newest notices of the caller's feed that pass a filter, page by page, each in its newest version
 * that the caller holds unless all are asked for. Statements are not listed.
 */
export function listNotices(feeds: Feeds): Unary<ListNoticesRequest, ListNoticesResponse> {
  return async (
    { filter, requests, pageSize, pageToken, allVersions, brief },
    { caller, signal },
  ) => {
    checkAccess(caller, feeds.directory);
    checkFilter(filter);
    checkSelection(requests);
    if (pageSize > MOST_COPIES) {
      throw invalidField(
        "page_size",
        "page-size",
        `ask for at most ${MOST_COPIES} notices at once`,
      );
    }
    await feeds.checkCaughtUp();
    const question = ListNoticesRequest.encode({ filter, requests });
    const before = pageToken
      ? feeds.pageTokens.open(pageToken, caller, question)
      : Number.MAX_SAFE_INTEGER;
    /** Copies of which the participant holds a later version. */
    const later = new Set<number>();
    const replaced = new Map<number, number>();
    const versionsOf = heldVersionsOnce(feeds.bus, caller);
    const page = await readPage(feeds, caller, {
      before,
      size: pageSize || USUAL_COPIES,
      signal,
      async rows(end, most) {
        const rows = await newestPlaces(feeds.db, caller, { filter, requests }, end, most);
        const chosen = await selected(feeds.db, caller, requests, rows);
        return rows.map((row) => {
          const copy = row.sequence + row.place;
          if (row.later) later.add(copy);
          return { place: row.sequence, copy: chosen(row) ? copy : null };
        });
      },
      async accepts(held) {
        const reader = { participant: caller.participant, directory: feeds.directory.latest() };
        if (!passes(filter, held, reader)) return false;
        const ref = held.facts.ref.notice;
        if (!ref || !later.has(held.sequence)) return true;
        // A later one may be for other officers alone: then this caller holds this one as the newest.
        const by = replacedBy(await versionsOf(ref), ref.version);
        replaced.set(held.sequence, by);
        return allVersions || by === 0;
      },
    });
    const whole = await shownCopies(feeds, caller, page.copies, { brief });
    const copies = whole.map((copy, i) => {
      const by = replaced.get(page.copies[i]!.sequence);
      return by ? { ...copy, replacedBy: by } : copy;
    });
    // The commit point: only what is recorded is shown.
    const records = pageMessages(caller, { door: Door.LIST, brief }, page.copies);
    if (records.length > 0) await feeds.committer.commit(records);
    const nextPageToken = page.more ? feeds.pageTokens.seal(page.end, caller, question) : "";
    return { copies, nextPageToken };
  };
}

/** What the caller asks for. */
type Asked = Pick<ListNoticesRequest, "filter" | "requests">;

interface Row {
  readonly sequence: number;
  readonly place: number;
  readonly origin: string;
  readonly id: string;
  readonly kind: number;
  /** Whether the participant has a later version too. */
  readonly later: boolean;
}

/** Where the newest copies stand of notices before a marker; the title's words are not asked for here. */
function newestPlaces(
  db: Kysely<FeedTables>,
  caller: Caller,
  { filter, requests }: Asked,
  before: number,
  limit: number,
): Promise<Row[]> {
  const has = (column: string, any: readonly string[]) =>
    sql<boolean>`${sql.ref(column)} && ${any}::text[]`;
  let query = placesOf(db, caller)
    .select(hasLater(caller.participant).as("later"))
    .where("sequence", "<", before);
  if (requests) {
    query = query.where("kind", "=", Kind.REQUEST);
    if (requests.own !== requests.asked) {
      query = query.where("origin", requests.own ? "=" : "!=", caller.participant);
    }
  }
  if (filter) {
    const { kinds, tlp, origins, countries, regions, commodityClasses, operations } = filter;
    if (kinds.length > 0) query = query.where("kind", "in", kinds);
    if (tlp.length > 0) query = query.where("tlp", "in", tlp);
    if (origins.length > 0) query = query.where("origin", "in", origins);
    if (countries.length > 0) query = query.where(has("countries", countries));
    if (regions.length > 0) query = query.where(has("regions", regions));
    if (commodityClasses.length > 0) {
      query = query.where(has("commodity_classes", commodityClasses));
    }
    if (operations.length > 0) query = query.where(has("operations", operations));
    if (filter.concernsOwnCountry) {
      const { participant } = caller;
      // Where the row does not know, `accepts` decides by the card.
      query = query.where((its) =>
        its.or([
          has("countries", [participant]),
          has("concerned", [participant, ALL]),
          its("concerned", "is", null),
        ]),
      );
    }
  }
  return rowsOf(query.orderBy("sequence", "desc").limit(limit));
}

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
import { type FeedTables, hasLater, placesOf, rowsOf } from "./database.ts";
import type { Feeds } from "./feeds.ts";
import { type HeldCopy, maySee, passes } from "./held-copy.ts";
import { heldVersions, replacedBy } from "./held-versions.ts";
import { readCopy } from "./read-stream.ts";
import { releasedMessages } from "./records.ts";
import { checkSelection, selected } from "./request-selection.ts";
import { shownCopies } from "./shown-copies.ts";

const MOST_COPIES = 200;
const USUAL_COPIES = 50;
/** A page ends before it is larger than what gRPC clients take unless told, 4 MiB. */
const MOST_BYTES = 3 * 1024 * 1024;
/** A page ends, though not full, when so many rows were looked at: few titles have the words. */
const MOST_ROWS = 2_000;
/** Copies that are read at once: each may have 512 KiB, and the page may end at any of them. */
const READ_AT_ONCE = 50;

/**
 * The newest notices of the caller's feed that pass a filter, page by page, each in its newest version
 * that the caller holds unless all are asked for. Statements are not listed.
 */
export function listNotices(feeds: Feeds): Unary<ListNoticesRequest, ListNoticesResponse> {
  return async ({ filter, requests, pageSize, pageToken, allVersions }, { caller, signal }) => {
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
    const page = await readPage(
      feeds,
      caller,
      { filter, requests },
      { before, size: pageSize || USUAL_COPIES, allVersions, signal },
    );
    const whole = await shownCopies(
      feeds,
      caller,
      page.copies.map(({ held }) => held),
    );
    const copies = whole.map((copy, i) => {
      const { replacedBy } = page.copies[i]!;
      return replacedBy ? { ...copy, replacedBy } : copy;
    });
    // The commit point: only what is recorded is shown.
    const listed = page.copies.map(({ held }) => held);
    const records = releasedMessages(caller, Door.LIST, listed);
    if (records.length > 0) await feeds.committer.commit(records);
    const nextPageToken = page.more ? feeds.pageTokens.seal(page.end, caller, question) : "";
    return { copies, nextPageToken };
  };
}

/** What the caller asks for. */
type Asked = Pick<ListNoticesRequest, "filter" | "requests">;

interface Listed {
  readonly held: HeldCopy;
  /** 0 for the newest version that the caller holds. */
  readonly replacedBy: number;
}

interface Page {
  readonly copies: Listed[];
  /** The marker behind which the next page begins. */
  end: number;
  more: boolean;
}

interface PageOptions {
  readonly before: number;
  readonly size: number;
  readonly allVersions: boolean;
  readonly signal: AbortSignal;
}

async function readPage(
  feeds: Feeds,
  caller: Caller,
  asked: Asked,
  { before, size, allVersions, signal }: PageOptions,
): Promise<Page> {
  const { participant } = caller;
  const { filter, requests } = asked;
  const page: Page = { copies: [], end: before, more: true };
  let bytes = 0;
  for (let looked = 0; looked < MOST_ROWS;) {
    signal.throwIfAborted();
    const wanted = Math.min(READ_AT_ONCE, size - page.copies.length + 1);
    const rows = await newestPlaces(feeds.db, caller, asked, page.end, wanted);
    const chosen = await selected(feeds.db, caller, requests, rows);
    const found = await Promise.all(
      rows.map((row) => (chosen(row) ? listed(feeds, caller, row) : Promise.resolve(null))),
    );
    for (const [i, { sequence }] of rows.entries()) {
      const its = found[i];
      const shown = its && (allVersions || its.replacedBy === 0);
      if (shown && passes(filter, its.held, participant)) {
        const { held } = its;
        bytes += held.size;
        if (page.copies.length === size || (bytes > MOST_BYTES && page.copies.length > 0)) {
          return page;
        }
        page.copies.push(its);
      }
      page.end = sequence;
    }
    looked += rows.length;
    if (rows.length < wanted) return { ...page, more: false };
  }
  return page;
}

/** The copy of a row that the caller may see, and by which version it is replaced. */
async function listed(
  { bus }: Pick<Feeds, "bus">,
  caller: Caller,
  { sequence, place, later }: Row,
): Promise<Listed | null> {
  const held = await readCopy(bus, sequence + place, caller.participant);
  if (!held || !maySee(caller, held)) return null;
  const ref = held.facts.ref.notice;
  // A later one may be for other officers alone: then this caller holds this one as the newest.
  const versions = later && ref ? await heldVersions(bus, caller, ref) : [];
  return { held, replacedBy: replacedBy(versions, ref?.version ?? 0) };
}

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
    const { kinds, tlp, origins, countries, regions, commodityClasses } = filter;
    if (kinds.length > 0) query = query.where("kind", "in", kinds);
    if (tlp.length > 0) query = query.where("tlp", "in", tlp);
    if (origins.length > 0) query = query.where("origin", "in", origins);
    if (countries.length > 0) query = query.where(has("countries", countries));
    if (regions.length > 0) query = query.where(has("regions", regions));
    if (commodityClasses.length > 0) {
      query = query.where(has("commodity_classes", commodityClasses));
    }
    if (filter.concernsOwnCountry) query = query.where(has("countries", [caller.participant]));
  }
  return rowsOf(query.orderBy("sequence", "desc").limit(limit));
}

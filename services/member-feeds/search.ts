import { Door, SearchRequest, type SearchResponse } from "@talanoa/contract/generated/talanoa.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { invalid, invalidField } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { queryTerms } from "@talanoa/sharing/search/query-terms.ts";
import { type Kysely, sql } from "kysely";
import { checkAccess } from "./access.ts";
import { type FeedTables, rowsOf } from "./database.ts";
import type { Feeds } from "./feeds.ts";
import { heldVersionsOnce, replacedBy } from "./held-versions.ts";
import { readPage } from "./read-page.ts";
import { pageMessages } from "./records.ts";
import { copyTerms } from "./search-index.ts";
import { shownCopies } from "./shown-copies.ts";

const MOST_COPIES = 200;
const USUAL_COPIES = 50;

/**
 * The newest copies of the caller's feed that have all words and identifiers. Whatever stands in other
 * feeds, or in sections that this participant was not sent, is looked for under another key, so it is
 * not found as what does not exist is not.
 */
export function search(feeds: Feeds): Unary<SearchRequest, SearchResponse> {
  return async (asking, { caller, signal }) => {
    const { text, identifiers, pageSize, pageToken, brief, withoutExercises } = asking;
    checkAccess(caller, feeds.directory);
    const asked = queryTerms({ text, identifiers });
    if ("violations" in asked) throw invalid(asked.violations);
    if (pageSize > MOST_COPIES) {
      const rule = `ask for at most ${MOST_COPIES} notices at once`;
      throw invalidField("page_size", "page-size", rule);
    }
    const { terms } = asked;
    const question = SearchRequest.encode({ text, identifiers, withoutExercises });
    const before = pageToken
      ? feeds.pageTokens.open(pageToken, caller, question)
      : Number.MAX_SAFE_INTEGER;
    const incomplete = !(await feeds.searchCaughtUp());
    const hashes = feeds.searchKey.hashes(caller.participant, terms);
    const page = await readPage(feeds, caller, {
      before,
      size: pageSize || USUAL_COPIES,
      signal,
      rows: (end, most) => placesWith(feeds.db, caller, hashes, end, most),
      // The index only finds: what the copy holds now is what counts.
      async accepts(held) {
        if (withoutExercises && held.card.exercise) return false;
        const { general, personal } = await copyTerms(feeds, held, caller.participant);
        return terms.every((term) => general.has(term) || personal.has(term));
      },
    });
    const versionsOf = heldVersionsOnce(feeds.bus, caller);
    const [whole, replaced] = await Promise.all([
      shownCopies(feeds, caller, page.copies, { brief }),
      Promise.all(
        page.copies.map(async ({ facts: { ref } }) =>
          ref.notice ? replacedBy(await versionsOf(ref.notice), ref.notice.version) : 0,
        ),
      ),
    ]);
    const copies = whole.map((copy, i) => ({ ...copy, replacedBy: replaced[i]! }));
    // The commit point: only what is recorded is shown.
    const records = pageMessages(caller, { door: Door.SEARCH, brief }, page.copies);
    if (records.length > 0) await feeds.committer.commit(records);
    const nextPageToken = page.more ? feeds.pageTokens.seal(page.end, caller, question) : "";
    return { copies, nextPageToken, incomplete };
  };
}

async function placesWith(
  db: Kysely<FeedTables>,
  { participant, roles }: Caller,
  hashes: readonly string[],
  before: number,
  most: number,
) {
  let query = db
    .selectFrom("search_entry")
    .select("sequence")
    .where("participant", "=", participant)
    .where(sql<boolean>`terms @> ${hashes}::bigint[]`)
    .where("sequence", "<", before);
  // As in the lists: who only publishes is shown its own administration's notices alone.
  if (!roles.includes("liaison")) query = query.where("origin", "=", participant);
  const rows = await rowsOf(query.orderBy("sequence", "desc").limit(most));
  return rows.map(({ sequence }) => ({ place: sequence, copy: sequence }));
}

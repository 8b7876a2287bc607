import type { AlsoIn } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { identifiersIn } from "@talanoa/sharing/search/identifiers.ts";
import type { Terms } from "@talanoa/sharing/search/terms.ts";
import { sql } from "kysely";
import { rowsOf } from "./database.ts";
import type { Feeds } from "./feeds.ts";
import { type HeldCopy, maySee } from "./held-copy.ts";
import { readStandingCopy } from "./read-stream.ts";
import { copyTerms } from "./search-index.ts";

const MOST_FOUND = 20;
/** Rows that are looked at: some are of older versions, or for other officers. */
const MOST_ROWS = 60;
/** Copies that are read at once: each may have 512 KiB, and the first are usually enough. */
const READ_AT_ONCE = 10;

/**
 * The other notices of the caller's feed that have an identifier of this one, the newest first: names
 * and what they share, which the reader has before them. None while the database is away.
 */
export async function alsoIn(
  feeds: Pick<Feeds, "bus" | "db" | "endings" | "searchKey">,
  caller: Caller,
  shown: HeldCopy,
): Promise<Init<AlsoIn>[]> {
  const own = identifierTerms(await copyTerms(feeds, shown, caller.participant));
  const notice = shown.card.notice;
  if (own.length === 0 || !notice) return [];
  try {
    const hashes = feeds.searchKey.hashes(caller.participant, own);
    const rows = await rowsOf(
      feeds.db
        .selectFrom("search_entry")
        .select("sequence")
        .where("participant", "=", caller.participant)
        .where(sql<boolean>`terms && ${hashes}::bigint[]`)
        .where(sql<boolean>`(origin, id) <> (${notice.origin}, ${notice.id.replaceAll("-", "")})`)
        .orderBy("sequence", "desc")
        .limit(MOST_ROWS),
    );
    return await sharing(
      feeds,
      caller,
      { terms: new Set(own), exercise: shown.card.exercise },
      rows.map(({ sequence }) => sequence),
    );
  } catch (error) {
    if (error instanceof HubError && error.code === "unavailable") return [];
    throw error;
  }
}

/**
 * Of each notice the newest copy that the caller may see and that shares something. An exercise and the
 * real do not name each other.
 */
async function sharing(
  feeds: Pick<Feeds, "bus" | "endings">,
  caller: Caller,
  { terms, exercise }: { readonly terms: ReadonlySet<string>; readonly exercise: boolean },
  places: readonly number[],
): Promise<Init<AlsoIn>[]> {
  const found = new Map<string, Init<AlsoIn>>();
  for (let from = 0; from < places.length && found.size < MOST_FOUND; from += READ_AT_ONCE) {
    const some = places.slice(from, from + READ_AT_ONCE);
    const copies = await Promise.all(
      some.map((place) => readStandingCopy(feeds, place, caller.participant)),
    );
    for (const held of copies) {
      const notice = held && maySee(caller, held) ? held.card.notice : null;
      if (!held || !notice || held.card.exercise !== exercise) continue;
      const name = `${notice.origin}/${notice.id}`;
      if (found.has(name)) continue;
      const its = identifierTerms(await copyTerms(feeds, held, caller.participant));
      const shared = its.filter((term) => terms.has(term));
      if (shared.length > 0) found.set(name, { notice, shared: identifiersIn(shared) });
    }
  }
  return [...found.values()].slice(0, MOST_FOUND);
}

function identifierTerms({ general, personal }: Terms): string[] {
  return [...general, ...personal].filter((term) => !term.startsWith("word "));
}

import type {
  FindNoticesRequest,
  FindNoticesResponse,
  NoticeRef,
} from "@talanoa/contract/generated/talanoa.ts";
import { type NoticeName, SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { invalidField } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { type Kysely, sql } from "kysely";
import { checkAccess } from "./access.ts";
import { type FeedTables, placesOf, rowsOf, withDashes } from "./database.ts";
import type { Feeds } from "./feeds.ts";
import { endedOf, erasedNamed } from "./find-ended.ts";
import { maySee } from "./held-copy.ts";
import { readStandingCopy } from "./read-stream.ts";

const MOST_FOUND = 6;
/** Digits fit what is for named officers alone too: so many copies are looked at for each end. */
const MOST_ROWS = 200;
/** Of those that are gone, for each end: that there was one, and who held it, is read of each. */
const MOST_ENDED = 50;
/** Ids begin with their time: fewer digits than these would fit all notices of hours or weeks. */
const LEAST_BEGINNING = 8;
/** Copies that are read at once: each may have 512 KiB, and one is usually all. */
const READ_AT_ONCE = 10;
const HEX = /^[0-9a-f]{4,32}$/;

/**
 * The notices of the caller's feed whose id begins or ends so: names alone, so nothing is released.
 * What it was not sent, or may not see, is left out as what does not exist. Those that have ended are
 * told apart, when they are asked for.
 */
export function findNotices(feeds: Feeds): Unary<FindNoticesRequest, FindNoticesResponse> {
  return async (request, { caller, signal }) => {
    checkAccess(caller, feeds.directory);
    const { origin, digits } = checked(request);
    const ending = {
      sorted: sql<string>`reverse(id)`,
      digits: digits.split("").reverse().join(""),
    };
    const begins = digits.length >= LEAST_BEGINNING;
    const ends = [...(begins ? [{ sorted: sql<string>`id`, digits }] : []), ending];
    await feeds.checkCaughtUp();
    const places: Place[] = [];
    for (const end of ends) places.push(...(await placesNamed(feeds.db, caller, origin, end)));
    const notices = await newestOf(feeds, caller, places, signal);
    if (!request.ended) return { notices, ended: [] };

    // What has ended is among the places until it is erased.
    const names: NoticeName[] = places.map((its) => ({ ...its, id: withDashes(its.id) }));
    for (const end of ends) names.push(...(await erasedNamed(feeds.db, origin, end, MOST_ENDED)));
    const standing = new Set(notices.map(nameOf));
    const others = new Map(names.map((its) => [nameOf(its), its]));
    for (const name of standing) others.delete(name);
    const ended = await endedOf(feeds.bus, caller, [...others.values()]);
    return { notices, ended: ended.slice(0, MOST_FOUND) };
  };
}

function nameOf({ origin, id }: NoticeName): string {
  return `${origin}/${id}`;
}

interface Place extends NoticeName {
  readonly sequence: number;
  readonly place: number;
}

function checked({ origin, idPart }: FindNoticesRequest): { origin: string; digits: string } {
  if (origin !== "" && !SUBJECT_TOKEN.test(origin)) {
    throw invalidField("origin", "participant-code", "give the origin's code, such as FJ, or none");
  }
  const digits = idPart.replaceAll("-", "");
  if (!HEX.test(digits)) {
    throw invalidField(
      "id_part",
      "id-part",
      "give the end of an id, at least 4 hexadecimal digits in lower case, or its beginning, at least 8",
    );
  }
  return { origin, digits };
}

/** Where copies stand of notices whose id begins so, or ends so when it is sorted backwards. */
function placesNamed(
  db: Kysely<FeedTables>,
  caller: Caller,
  origin: string,
  { sorted, digits }: { sorted: ReturnType<typeof sql<string>>; digits: string },
): Promise<Place[]> {
  const named = placesOf(db, caller)
    // All that begins with the digits lies between them and the same with a letter after f.
    .where(sorted, ">=", digits)
    .where(sorted, "<", `${digits}g`);
  const query = origin === "" ? named : named.where("origin", "=", origin);
  // By id, in the index's order: all versions of one stand together.
  return rowsOf(query.orderBy(sorted, "desc").orderBy("sequence", "desc").limit(MOST_ROWS));
}

/** The newest version of each notice that the caller may see; reads on until there are enough. */
async function newestOf(
  feeds: Pick<Feeds, "bus" | "endings">,
  caller: Caller,
  places: readonly { sequence: number; place: number }[],
  signal: AbortSignal,
): Promise<NoticeRef[]> {
  const found = new Map<string, NoticeRef>();
  for (let from = 0; from < places.length && found.size < MOST_FOUND; from += READ_AT_ONCE) {
    signal.throwIfAborted();
    const copies = await Promise.all(
      places
        .slice(from, from + READ_AT_ONCE)
        .map(({ sequence, place }) =>
          readStandingCopy(feeds, sequence + place, caller.participant),
        ),
    );
    for (const held of copies) {
      const ref = held && maySee(caller, held) ? held.facts.ref.notice : null;
      if (!ref) continue;
      const name = nameOf(ref);
      if (ref.version > (found.get(name)?.version ?? 0)) found.set(name, ref);
    }
  }
  return [...found.values()].slice(0, MOST_FOUND);
}

import { type EndedNotice, Ending, NoticeLife } from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, type NoticeName, subjects } from "@talanoa/contract/subjects.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { Kysely, RawBuilder } from "kysely";
import { type FeedTables, rowsOf, withDashes } from "./database.ts";
import { heldVersions } from "./held-versions.ts";

/**
 * Names whose notices are gone, whoever held them, by the beginning of an id or by its end when it is
 * sorted backwards; the newest first, so many.
 */
export async function erasedNamed(
  db: Kysely<FeedTables>,
  origin: string,
  { sorted, digits }: { sorted: RawBuilder<string>; digits: string },
  most: number,
): Promise<NoticeName[]> {
  const named = db
    .selectFrom("erased_notice")
    .select(["origin", "id"])
    .where(sorted, ">=", digits)
    .where(sorted, "<", `${digits}g`);
  const query = origin === "" ? named : named.where("origin", "=", origin);
  const rows = await rowsOf(query.orderBy(sorted, "desc").limit(most));
  return rows.map((row) => ({ origin: row.origin, id: withDashes(row.id) }));
}

/**
 * How each of some notices has ended, as far as it has and the caller was given a copy that it might be
 * shown: by the markers, which outlive all copies. Any other is left out as one that does not exist.
 */
export async function endedOf(
  bus: Bus,
  caller: Caller,
  names: readonly NoticeName[],
): Promise<Init<EndedNotice>[]> {
  const ended: Init<EndedNotice>[] = [];
  for (const { origin, id } of names) {
    const [newest] = await heldVersions(bus, caller, { origin, id });
    if (!newest) continue;
    const last = await readMessage(bus, EXCHANGE, { last_by_subj: subjects.life({ origin, id }) });
    // Nothing happens to a notice after its end: what it was is the last thing that did.
    const ending = last ? NoticeLife.decode(last.payload).ending : Ending.UNSPECIFIED;
    if (!last || ending === Ending.UNSPECIFIED) continue;
    const notice = { origin, id, version: newest.version };
    ended.push({ notice, ending, endedAt: last.storedAt });
  }
  return ended;
}

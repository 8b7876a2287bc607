import type {
  ListOverdueRequest,
  ListOverdueResponse,
  OverdueOf,
  Reminder,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { invalidField } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { type Kysely, sql } from "kysely";
import { checkAccess } from "./access.ts";
import { type FeedTables, rowsOf, withDashes } from "./database.ts";
import type { Feeds } from "./feeds.ts";
import { maySee } from "./held-copy.ts";
import { readStandingCopy } from "./read-stream.ts";

const MOST = 200;
/** Rows that are looked at: some are of notices for other officers. */
const MOST_ROWS = 2_000;
const READ_AT_ONCE = 50;

/**
 * What is overdue of the caller's own notices, with all who are late, and what its participant is late
 * with itself, of notices that the caller may be shown.
 */
export function listOverdue(feeds: Feeds): Unary<ListOverdueRequest, ListOverdueResponse> {
  return async ({ pageSize, withoutExercises }, { caller, signal }) => {
    checkAccess(caller, feeds.directory);
    if (pageSize > MOST) {
      throw invalidField("page_size", "page-size", `ask for at most ${MOST} at once`);
    }
    await feeds.checkCaughtUp();
    const rows = await lateRows(feeds.db, caller, Date.now());
    const overdue: Init<Reminder>[] = [];
    const size = pageSize || MOST;
    for (let from = 0; from < rows.length && overdue.length <= size; from += READ_AT_ONCE) {
      signal.throwIfAborted();
      const some = rows.slice(from, from + READ_AT_ONCE);
      const copies = await Promise.all(
        some.map(({ sequence, place }) =>
          readStandingCopy(feeds, sequence + place, caller.participant),
        ),
      );
      for (const [i, { origin, id, version, of, due_at: dueAt, late }] of some.entries()) {
        const held = copies[i];
        if (!held || !maySee(caller, held)) continue;
        const notice = { origin, id: withDashes(id), version };
        const { exercise } = held.card;
        if (exercise && withoutExercises) continue;
        overdue.push({ notice, of, dueAt, participants: late, exercise });
      }
    }
    return { overdue: overdue.slice(0, size), more: overdue.length > size };
  };
}

interface LateRow {
  readonly sequence: number;
  /** Of the caller's copy, after the marker. */
  readonly place: number;
  readonly origin: string;
  readonly id: string;
  readonly version: number;
  readonly of: OverdueOf;
  readonly due_at: number;
  readonly late: string[];
}

/** What was due before a time, by the newest version of each notice, of whom it was not done. */
function lateRows(
  db: Kysely<FeedTables>,
  { participant, roles }: Caller,
  now: number,
): Promise<LateRow[]> {
  const query = sql<LateRow>`
    select * from (
      select r.sequence, array_position(r.recipients, ${participant}) as place,
        o.origin, o.id, o.version, o.of, o.due_at,
        array(
          select one from unnest(
            case when o.origin = ${participant} then o.participants else array[${participant}] end
          ) as one
          where not exists (
            select from obligation_met m
            where m.origin = o.origin and m.id = o.id and m.of = o.of and m.participant = one
          )
        ) as late
      from (
        select origin, id, of, version, max(due_at) as due_at, array_agg(distinct one) as participants
        from obligation, unnest(participants) as one
        group by origin, id, of, version
      ) o
      join lateral (
        select sequence, recipients from routed_notice n
        where n.origin = o.origin and n.id = o.id and n.recipients && array[${participant}]
        order by sequence desc limit 1
      ) r on true
      where o.due_at < ${now}
        and (${roles.includes("liaison")} or o.origin = ${participant})
        and (o.origin = ${participant} or o.participants && array[${participant}])
        and not exists (
          select from obligation_released l
          where l.origin = o.origin and l.id = o.id and l.of = o.of
        )
        and not exists (
          select from obligation n
          where n.origin = o.origin and n.id = o.id and n.of = o.of and n.version > o.version
        )
    ) as due
    where late <> '{}'
    order by due_at desc, sequence desc
    limit ${MOST_ROWS}`;
  return rowsOf({ execute: async () => (await query.execute(db)).rows });
}

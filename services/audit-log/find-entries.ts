import { type Kysely, type RawBuilder, sql } from "kysely";
import { SPAN, stepCodes, WHOLE_LOG } from "./migrations.ts";
import type { Place } from "./page-token.ts";
import type { Filter } from "./question.ts";

/** An open end, for indexes and times. */
const NO_END = Number.MAX_SAFE_INTEGER;

interface Bounds {
  readonly from: number;
  readonly until: number;
}

type Found = { index: number };

/**
 * The indexes of the entries that a reader sees and asks for, in the order of the log or against
 * it, at most `limit`. Everything is looked up among the reader's own parts alone: of what it does
 * not see, nothing can be told by asking.
 */
export async function findEntries(
  db: Kysely<unknown>,
  reader: string,
  filter: Filter,
  page: Place | { readonly end: number; readonly after?: undefined },
  limit: number,
): Promise<number[]> {
  const spans = await spansOf(db, filter);
  if (!spans) return [];
  const { after, end } = page;
  const from = filter.descending ? 0 : (after ?? -1) + 1;
  const until = filter.descending ? (after ?? NO_END) : NO_END;
  const bounds = {
    from: Math.max(spans.from, from, filter.fromIndex),
    until: Math.min(spans.until, until, end, filter.untilIndex || NO_END),
  };
  const matching = matches(reader, filter, bounds);
  const ordered = filter.descending
    ? sql`order by index desc limit ${limit}`
    : sql`order by index limit ${limit}`;
  const query = pathOf(reader, filter)({ filter, matching, ordered });
  const { rows } = await query.execute(db);
  return rows.map(({ index }) => index);
}

/**
 * The part of the log in which entries of these times lie. Records come a little out of the order
 * of their times, so the times of each part are known by the least and the greatest.
 */
async function spansOf(db: Kysely<unknown>, { from, until }: Filter): Promise<Bounds | null> {
  if (from === 0 && until === 0) return { from: 0, until: NO_END };
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select min(span) as first, max(span) as last from time_spans
    where max_at >= ${from} and min_at < ${until || NO_END}
  `.execute(db);
  const { first = null, last = null } = rows[0] ?? {};
  if (first === null || last === null) return null;
  return { from: first * SPAN, until: (last + 1) * SPAN };
}

/** What a part must be, whatever the path to it. */
function matches(reader: string, filter: Filter, { from, until }: Bounds): RawBuilder<unknown> {
  const { participant, principal, exercises } = filter;
  const conditions = [sql`p.party = ${reader}`, sql`p.index >= ${from} and p.index < ${until}`];
  if (filter.from > 0) conditions.push(sql`p.at >= ${filter.from}`);
  if (filter.until > 0) conditions.push(sql`p.at < ${filter.until}`);
  if (!exercises) conditions.push(sql`not p.exercise`);
  // Who asked about a notice is its originator's to see: to others it would look like a trail.
  if (filter.notice && reader !== WHOLE_LOG && reader !== filter.notice.origin) {
    conditions.push(sql`p.step <> ${stepCodes.queried}`);
  }
  if (participant) conditions.push(sql`p.participant = ${participant}`);
  if (principal) conditions.push(sql`p.principal = ${principal} and p.principal <> ''`);
  return sql.join(conditions, sql` and `);
}

interface Asked {
  readonly filter: Filter;
  readonly matching: RawBuilder<unknown>;
  readonly ordered: RawBuilder<unknown>;
}

/** The shortest way to the entries: by the index that the filter narrows most. */
function pathOf(reader: string, { notice, principal, participant }: Filter) {
  if (notice) return byNotice;
  if (principal) return byPrincipal;
  if (participant && reader === WHOLE_LOG) return byParticipant;
  return bySteps;
}

/** By notice_entries; each place is then looked up, however little the planner knows of the tables. */
function byNotice({ filter, matching, ordered }: Asked): RawBuilder<Found> {
  const { origin = "", id = "", version = 0 } = filter.notice ?? {};
  return sql<Found>`
    select seen.index
    from (
      select distinct spot.index
      from notice_entries n cross join unnest(n.indexes, n.versions) as spot (index, version)
      where n.origin = ${origin} and n.notice = ${id} and ${version}::bigint in (0, spot.version)
    ) as named
    cross join lateral (
      select p.index from parts p
      where p.index = named.index and p.step = any(${codesOf(filter)}::smallint[]) and ${matching}
      limit 1
    ) as seen
    ${ordered}`;
}

/** By parts_by_principal. */
function byPrincipal({ filter, matching, ordered }: Asked): RawBuilder<Found> {
  return sql<Found>`
    select p.index from parts p
    where p.step = any(${codesOf(filter)}::smallint[]) and ${matching}
    ${ordered}`;
}

/** By parts_by_participant. */
function byParticipant({ filter, matching, ordered }: Asked): RawBuilder<Found> {
  return sql<Found>`
    select p.index from parts p
    where p.party = '*' and p.step = any(${codesOf(filter)}::smallint[]) and ${matching}
    ${ordered}`;
}

/** By the primary key: the next entries of each step, and of those the next. */
function bySteps({ filter, matching, ordered }: Asked): RawBuilder<Found> {
  return sql<Found>`
    select of_step.index
    from unnest(${codesOf(filter)}::smallint[]) as asked (step)
    cross join lateral (
      select p.index from parts p where p.step = asked.step and ${matching} ${ordered}
    ) as of_step
    ${ordered}`;
}

/** The heads say how far the log goes and come each minute: they are found when asked for. */
const { heads: _, ...unlessAsked } = stepCodes;

function codesOf({ steps }: Filter): number[] {
  return steps.length > 0 ? steps.map((step) => stepCodes[step]) : Object.values(unlessAsked);
}

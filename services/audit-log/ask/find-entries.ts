import { type Kysely, type RawBuilder, sql } from "kysely";
import { SPAN, stepCodes, WHOLE_LOG } from "../tables/migrations.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
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
  const { after, end } = page;
  const from = filter.descending ? 0 : (after ?? -1) + 1;
  const before = filter.descending ? (after ?? NO_END) : NO_END;
  const until = Math.min(before, end, filter.untilIndex || NO_END);
  const runs = (await runsOf(db, filter)).map((run) => ({
    from: Math.max(run.from, from, filter.fromIndex),
    until: Math.min(run.until, until),
  }));
  const asOf = Math.min(end, filter.untilIndex || NO_END);
  const sets = [
    ...(filter.notice ? [ofNotice(reader, filter.notice)] : []),
    ...(filter.operation ? [ofOperation(reader, filter.operation, asOf)] : []),
  ];
  const found: number[] = [];
  for (const bounds of stretchesOf(filter, runs, limit)) {
    const missing = limit - found.length;
    if (missing === 0) break;
    const matching = matches(reader, filter, bounds);
    const ordered = filter.descending
      ? sql`order by index desc limit ${missing}`
      : sql`order by index limit ${missing}`;
    const asked = { filter, matching, ordered };
    const { rows } = await (sets.length > 0 ? amongNamed(sets, asked) : bySteps(asked)).execute(db);
    found.push(...rows.map(({ index }) => index));
  }
  return found;
}

/** How many entries are looked at for each row that is wanted, before all are. */
const NEAR = 16;

/**
 * Runs in the order in which they are asked for; a long one first by its near end, where most questions find
 * all that they want: by steps one would read as many of each step, in each of the tables.
 */
function* stretchesOf(
  { notice, operation, descending }: Filter,
  runs: readonly Bounds[],
  limit: number,
): Generator<Bounds> {
  const near = limit * NEAR;
  for (const { from, until } of descending ? runs.toReversed() : runs) {
    if (from >= until) continue;
    if (notice || operation || until - from <= near) yield { from, until };
    else if (descending)
      yield* [
        { from: until - near, until },
        { from, until: until - near },
      ];
    else
      yield* [
        { from, until: from + near },
        { from: from + near, until },
      ];
  }
}

/**
 * The parts of the log in which entries of these times lie, in its order; mostly one. Records come a little
 * out of the order of their times, so the times of each span are known by the least and the greatest. One
 * record whose clock was wrong makes its span a part of its own, and not all between it and the others.
 */
async function runsOf(
  db: Kysely<unknown>,
  { from, until }: Pick<Filter, "from" | "until">,
): Promise<Bounds[]> {
  if (from === 0 && until === 0) return [{ from: 0, until: NO_END }];
  const { rows } = await sql<{ first: number; last: number }>`
    select min(span) as first, max(span) as last
    from (
      select span, span - row_number() over (order by span) as run from time_spans
      where int8range(min_at, max_at, '[]') && int8range(${from}, ${until || NO_END})
    ) as matching
    group by run order by first
  `.execute(db);
  return rows.map(({ first, last }) => ({ from: first * SPAN, until: (last + 1) * SPAN }));
}

/** What a part must be, whatever the path to it. */
function matches(reader: string, filter: Filter, { from, until }: Bounds): RawBuilder<unknown> {
  const { participant, principal, exercises } = filter;
  const conditions = [sql`p.party = ${reader}`, sql`p.index >= ${from} and p.index < ${until}`];
  if (filter.from > 0) conditions.push(sql`p.at >= ${filter.from}`);
  if (filter.until > 0) conditions.push(sql`p.at < ${filter.until}`);
  if (!exercises) conditions.push(sql`not p.exercise`);
  if (participant) conditions.push(sql`p.participant = ${participant} and p.participant <> ''`);
  if (principal) conditions.push(sql`p.principal = ${principal} and p.principal <> ''`);
  return sql.join(conditions, sql` and `);
}

interface Asked {
  readonly filter: Filter;
  readonly matching: RawBuilder<unknown>;
  readonly ordered: RawBuilder<unknown>;
}

/** Entries that are found by what they name, each once, and whether the reader may see who asked about it. */
type NamedSet = RawBuilder<{ index: number; own: boolean }>;

/** By notice_entries. */
function ofNotice(reader: string, { origin, id, version }: NoticeRef): NamedSet {
  return sql`
    select distinct spot.index, ${isOwn(reader, sql`n.origin`)} as own
    from notice_entries n cross join unnest(n.indexes, n.versions) as spot (index, version)
    where n.origin = ${origin} and n.notice = ${id} and ${version}::bigint in (0, spot.version)`;
}

/** By operation_entries and what the entries before a place say there of notices: all that names one of these. */
function ofOperation(reader: string, operation: string, asOf: number): NamedSet {
  return sql`
    select index, bool_or(own) as own
    from (
      select index, true as own from operation_entries
      where party = ${reader} and operation = ${operation} and index < ${asOf}
      union all
      select spot.index, ${isOwn(reader, sql`its.origin`)}
      from (
        select distinct origin, notice from operation_entries
        where party = ${reader} and operation = ${operation} and index < ${asOf}
      ) as its
      -- Apart, so that each notice is looked up, however little the planner knows of the tables.
      cross join lateral (
        select unnest(n.indexes) as index from notice_entries n
        where n.origin = its.origin and n.notice = its.notice
        offset 0
      ) as spot
    ) as named
    group by index`;
}

/** Who asked about a notice is its originator's to see: to others it would look like a trail. */
function isOwn(reader: string, origin: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`${reader}::text in (${WHOLE_LOG}, ${origin})`;
}

/** Those that are in all sets; each place is then looked up, however little the planner knows of the tables. */
function amongNamed(
  sets: readonly NamedSet[],
  { filter, matching, ordered }: Asked,
): RawBuilder<Found> {
  return sql<Found>`
    select seen.index
    from (
      select index, bool_and(own) as own from (${sql.join(sets, sql` union all `)}) as sets
      group by index having count(*) = ${sets.length}
    ) as named
    cross join lateral (
      select p.index from parts p
      where p.index = named.index and p.step = any(${codesOf(filter)}::smallint[]) and ${matching}
        and (named.own or p.step <> ${stepCodes.queried})
      limit 1
    ) as seen
    ${ordered}`;
}

/**
 * The next entries of each step, and of those the next: by parts_by_principal, parts_by_participant or the
 * primary key, which all have them in this order.
 */
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

import { Kind, OverdueOf, type RequestStatus } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import {
  awaited,
  type RequestFacts,
  requestState,
} from "@talanoa/sharing/lifecycle/request-state.ts";
import { type Kysely, sql } from "kysely";
import { type FeedTables, rowsOf, withDashes } from "./database.ts";

/** A notice as the database names it: its id without dashes. */
interface Named {
  readonly origin: string;
  readonly id: string;
}

type Statuses = ReadonlyMap<string, Init<RequestStatus>>;

/** The name of a notice in a map of statuses; its id with or without dashes. */
export function nameOf({ origin, id }: Named): string {
  return `${origin}/${id.replaceAll("-", "")}`;
}

/**
 * How far requests have come at a time (Unix ms), as the caller may know it: the requester of all who
 * were asked, any other of itself alone. Other notices have no status. Throws `unavailable` while the
 * database does not answer.
 */
export async function requestStatuses(
  db: Kysely<FeedTables>,
  caller: Caller,
  notices: readonly (Named & { readonly kind: number })[],
  now: number,
): Promise<Statuses> {
  const requests = notices.filter(({ kind }) => kind === Kind.REQUEST);
  const statuses = new Map<string, Init<RequestStatus>>();
  if (requests.length === 0) return statuses;
  const origins = requests.map(({ origin }) => origin);
  const ids = requests.map(({ id }) => id.replaceAll("-", ""));
  const asked = sql<boolean>`of = ${OverdueOf.ANSWER}
    and (origin, id) in (select * from unnest(${origins}::text[], ${ids}::text[]))`;
  const [due, met, released] = await Promise.all([
    rowsOf(db.selectFrom("obligation").selectAll().where(asked).orderBy("version")),
    rowsOf(db.selectFrom("obligation_met").selectAll().where(asked).orderBy("sequence")),
    rowsOf(db.selectFrom("obligation_released").selectAll().where(asked)),
  ]);
  const withdrawn = new Set(released.map(nameOf));
  for (const [name, versions] of Map.groupBy(due, nameOf)) {
    const newest = versions.at(-1)!;
    const isOwn = newest.origin === caller.participant;
    const sentTo = versions.filter(({ version }) => version === newest.version);
    const answers = met.filter(
      (its) => nameOf(its) === name && (isOwn || its.participant === caller.participant),
    );
    const facts: RequestFacts = {
      answerBy: newest.due_at,
      asked: isOwn
        ? [...new Set(sentTo.flatMap(({ participants }) => participants))]
        : [caller.participant],
      answered: new Set(answers.map(({ participant }) => participant)),
      withdrawn: withdrawn.has(name),
    };
    statuses.set(name, {
      state: requestState(facts, now),
      answerBy: facts.answerBy,
      awaited: awaited(facts),
      answers: answers.map((its) => ({
        participant: its.participant,
        reply: mayKnow(caller, its) ? replyOf(its) : null,
      })),
    });
  }
  return statuses;
}

/** The names of those of some notices that the caller's participant has acknowledged, in whatever version. */
export async function acknowledgedAmong(
  db: Kysely<FeedTables>,
  { participant }: Caller,
  notices: readonly Named[],
): Promise<ReadonlySet<string>> {
  if (notices.length === 0) return new Set();
  const origins = notices.map(({ origin }) => origin);
  const ids = notices.map(({ id }) => id.replaceAll("-", ""));
  const met = db
    .selectFrom("obligation_met")
    .select(["origin", "id"])
    .where("of", "=", OverdueOf.ACKNOWLEDGEMENT)
    .where("participant", "=", participant)
    .where(
      sql<boolean>`(origin, id) in (select * from unnest(${origins}::text[], ${ids}::text[]))`,
    );
  return new Set((await rowsOf(met)).map(nameOf));
}

/** Whether the caller may be shown a reply: as in the feeds. */
function mayKnow(
  { participant, principal, roles }: Caller,
  reply: Pick<FeedTables["obligation_met"], "participant" | "officers">,
): boolean {
  if (reply.participant === participant) return true;
  if (!roles.includes("liaison")) return false;
  return reply.officers.length === 0 || reply.officers.includes(principal);
}

function replyOf(its: FeedTables["obligation_met"]) {
  return { origin: its.participant, id: withDashes(its.reply_id), version: its.reply_version };
}

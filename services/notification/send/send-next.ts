import { type Selectable, sql, type Transaction } from "kysely";
import { mayAct, takesPart } from "@talanoa/sharing/directory/standing.ts";
import { DAY, type Notification } from "../notification.ts";
import { openOf } from "../seal-address.ts";
import type { NotificationTables, Told, WayName } from "../tables/tables.ts";
import { sent } from "./measures.ts";
import { codeMessage, messageOf } from "./message.ts";
import { type Message, namesOf, type Outcome, Undelivered } from "./way.ts";
import { languageOf } from "./wording.ts";

/** Milliseconds until the second attempt, twice as many until each next one, and at most so many. */
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 120_000;
/** Where there is no such address: it may be one that is just being made. */
const REFUSED_WAIT = 3_600_000;
/** What could not be sent for so long is given up: who is told by then knows, or looks. */
const GIVEN_UP = 3 * DAY;

type Destination = Pick<
  Selectable<NotificationTables["destination"]>,
  "id" | "way" | "sealed" | "code" | "code_until" | "failures"
> &
  Pick<
    Selectable<NotificationTables["officer"]>,
    "participant" | "principal" | "seen_at" | "language"
  >;

interface Row {
  readonly id: number;
  readonly of: Told;
  readonly exercise: boolean;
}

/**
 * Tells one destination at which something is due; false when there is none. It is kept for this process while it is
 * told, by the database, so that no other tells it too, and until the process ends, however that ends. What was handed
 * over and not noted is sent once more, under the same id.
 */
export function sendNext(its: Notification, now: number): Promise<boolean> {
  return its.db.transaction().execute(async (transaction) => {
    const destination = await claim(transaction, its, now);
    if (!destination) return false;
    const rows = await waitingAt(transaction, destination.id);
    const codes = rows.filter(({ of }) => of === "code");
    const sending = codes.length > 0 ? codes : rows;
    const message = isCurrent(its, destination, now)
      ? wordOf(its, destination, sending, now)
      : null;
    // What is nobody's any more, or says nothing any more, is dropped.
    const outcome = message ? await hand(its, destination, message) : "dropped";
    if (outcome === "gone") await forget(transaction, destination.id);
    else if (outcome === "sent" || outcome === "dropped")
      await note(transaction, { destination, sending, isTold: message !== null, now });
    else await postpone(transaction, { destination, outcome, now });
    return true;
  });
}

/** The destination at which something has been due for longest. */
async function claim(
  transaction: Transaction<NotificationTables>,
  { ways, gather }: Notification,
  now: number,
): Promise<Destination | null> {
  const found = await sql<Destination>`
    select d.id, d.way, d.sealed, d.code, d.code_until, d.failures,
      o.participant, o.principal, o.seen_at, o.language
    from destination d join officer o on o.id = d.officer
    where d.way = any(${namesOf(ways)}::text[]) and d.retry_at <= ${now} and exists (
      select from waiting w where w.destination = d.id and w.due_at <= ${now}
        and (w.sequence is null or d.told_at <= ${now - gather})
    )
    order by (select min(w.due_at) from waiting w where w.destination = d.id)
    limit 1
    -- Rows that begin to wait there meanwhile do not wait for this.
    for no key update of d skip locked`.execute(transaction);
  return found.rows[0] ?? null;
}

function waitingAt(transaction: Transaction<NotificationTables>, destination: number) {
  return transaction
    .selectFrom("waiting")
    .select(["id", "of", "exercise"])
    .where("destination", "=", destination)
    .orderBy("id")
    .execute();
}

/** Whether it still is an officer that may act, and signs in now and then. */
function isCurrent(
  { directory, lapsesDays }: Notification,
  { participant, principal, seen_at: seenAt }: Destination,
  now: number,
): boolean {
  const latest = directory.latest();
  return (
    takesPart(latest.participant(participant), now) &&
    mayAct(latest, participant, principal) &&
    seenAt > now - lapsesDays * DAY
  );
}

function wordOf(
  { key, console }: Notification,
  destination: Destination,
  rows: readonly Row[],
  now: number,
): Message | null {
  const language = languageOf(destination.language);
  const last = rows.at(-1);
  if (!last) return null;
  if (last.of !== "code") {
    const told = rows.flatMap(({ of, ...row }) => (of === "code" ? [] : { ...row, of }));
    return messageOf(told, { language, console });
  }
  const { code: sealed, code_until: until } = destination;
  if (!sealed || until <= now) return null;
  return codeMessage(
    { id: last.id, code: openOf(key, destination, sealed) },
    { language, console },
  );
}

/** The outcome, or what kept it from being one. Nothing that a server says gets further than its code. */
async function hand(
  { ways, key, log }: Notification,
  destination: Destination,
  message: Message,
): Promise<Outcome | Undelivered> {
  const { way, sealed } = destination;
  let outcome: Outcome | Undelivered;
  try {
    outcome = await ways[way]!.send(openOf(key, destination, sealed), message);
  } catch (error) {
    outcome = error instanceof Undelivered ? error : new Undelivered("EUNKNOWN");
    log.warn({ way, code: outcome.code }, "a message could not be handed over");
  }
  count(way, outcome);
  return outcome;
}

function count(way: WayName, outcome: Outcome | Undelivered): void {
  sent.add(1, { way, outcome: typeof outcome === "string" ? outcome : "undelivered" });
}

async function note(
  transaction: Transaction<NotificationTables>,
  {
    destination: { id },
    sending,
    isTold,
    now,
  }: {
    readonly destination: Destination;
    readonly sending: readonly Row[];
    readonly isTold: boolean;
    readonly now: number;
  },
): Promise<void> {
  const ids = sending.map((row) => row.id);
  await sql`delete from waiting where id = any(${ids}::bigint[])`.execute(transaction);
  if (!isTold) return;
  const isOfStream = sending.some(({ of }) => of !== "code" && of !== "test");
  await transaction
    .updateTable("destination")
    .set({
      failures: 0,
      failing_since: 0,
      retry_at: 0,
      refused: false,
      ...(isOfStream && { told_at: now }),
    })
    .where("id", "=", id)
    .execute();
}

async function postpone(
  transaction: Transaction<NotificationTables>,
  {
    destination: { id, failures },
    outcome,
    now,
  }: {
    readonly destination: Destination;
    readonly outcome: Outcome | Undelivered;
    readonly now: number;
  },
): Promise<void> {
  const refused = outcome === "refused";
  const wait = refused ? REFUSED_WAIT : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures);
  await sql`
    update destination set failures = least(failures + 1, 20), retry_at = ${now + wait},
      refused = ${refused},
      failing_since = case when failing_since = 0 then ${now} else failing_since end
    where id = ${id}`.execute(transaction);
  await transaction
    .deleteFrom("waiting")
    .where("destination", "=", id)
    .where("queued_at", "<", now - GIVEN_UP)
    .execute();
}

async function forget(
  transaction: Transaction<NotificationTables>,
  destination: number,
): Promise<void> {
  await transaction.deleteFrom("destination").where("id", "=", destination).execute();
}

import { type Kysely, sql, type Transaction } from "kysely";
import type { NotificationTables, WayName } from "../tables/tables.ts";
import type { Happening, Settled, Waits } from "./happening.ts";

/** What is needed to write what waits. */
export interface Applying {
  /** By which this hub tells people: for the others nothing is kept. */
  readonly ways: readonly WayName[];
  /** Unix ms. */
  readonly now: number;
  /** Milliseconds for which what comes is gathered. */
  readonly gather: number;
}

/** How far the stream has been looked at; -1 before the first start. */
export async function readPosition(db: Kysely<NotificationTables>): Promise<number> {
  const { position } = await db
    .selectFrom("following")
    .select("position")
    .executeTakeFirstOrThrow();
  return position;
}

/**
 * Writes what happened, and the position after it, in one transaction. False, and nothing is written, when the position
 * is not the expected one: another instance was faster, or it stands already.
 */
export function advance(
  db: Kysely<NotificationTables>,
  { from, to }: { readonly from: number; readonly to: number },
  happenings: readonly Happening[],
  applying: Applying,
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable("following")
      .set({ position: to })
      .where("position", "=", from)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    for (const happening of happenings) {
      if (happening.what === "waits") await queue(transaction, happening, applying);
      else await settle(transaction, happening);
    }
    return true;
  });
}

/** For each officer who chose it and may read it, at each of its destinations. */
async function queue(
  transaction: Transaction<NotificationTables>,
  { of, sequence, notice, participants, exercise, officers }: Waits,
  { ways, now, gather }: Applying,
): Promise<void> {
  const limited = [...(officers?.keys() ?? [])];
  const named = [...(officers ?? [])].flatMap(([participant, its]) =>
    its.map((principal) => `${participant} ${principal}`),
  );
  const { origin, id, version } = notice;
  const dueAt = of === "flash" ? now : now + gather;
  await sql`
    insert into waiting
      (destination, of, exercise, sequence, origin, notice, version, queued_at, due_at)
    select d.id, ${of}, ${exercise}, ${sequence}, ${origin}, ${id}, ${version}, ${now}, ${dueAt}
    from officer o join destination d on d.officer = o.id
    where d.confirmed and d.way = any(${ways}::text[])
      and o.participant = any(${participants}::text[])
      and ${sql.ref(`o.${of}`)} and (o.exercises or not ${exercise})
      -- As the feeds have it: who only publishes is shown its own administration's notices alone.
      and ('liaison' = any(o.roles)
        or (o.participant = ${origin} and 'publisher' = any(o.roles)))
      and (o.participant <> all(${limited}::text[])
        or o.participant || ' ' || o.principal = any(${named}::text[]))
    on conflict do nothing`.execute(transaction);
}

async function settle(
  transaction: Transaction<NotificationTables>,
  { notice: { origin, id }, version, participant, of }: Settled,
): Promise<void> {
  await sql`
    delete from waiting w using destination d, officer o
    where d.id = w.destination and o.id = d.officer
      and w.notice = ${id} and w.origin = ${origin}
      and (${version}::integer is null or w.version <= ${version})
      and (${participant}::text is null or o.participant = ${participant})
      and (${of} = 'all' or w.of = 'overdue')`.execute(transaction);
}

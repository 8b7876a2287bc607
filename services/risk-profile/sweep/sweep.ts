import { sql } from "kysely";
import { slotOf } from "../keys/slots.ts";
import { REQUEST_LASTS } from "../trips/identity-requests.ts";
import type { Screening } from "../screening.ts";

type Stores = Pick<Screening, "db" | "keys" | "lifetimes">;

/** What went. */
export interface Swept {
  readonly keys: number;
  readonly held: number;
  readonly flags: number;
  /** Trips of which no program can tell whose they were any more, and trips that are gone. */
  readonly depersonalised: number;
  readonly trips: number;
  /** Parts of messages that waited, and that nobody had screened. */
  readonly unscreened: number;
}

/**
 * Destroys what is due to go at a time (Unix ms). The keys go first: with them what was sealed is gone, wherever a copy of it
 * lies; the rows follow. Ended in between, the next one does the rest.
 */
export async function sweep({ db, keys, lifetimes }: Stores, at: number): Promise<Swept> {
  const held = slotOf("held", at - lifetimes.held);
  const flag = slotOf("flag", at - lifetimes.flag);
  const identity = slotOf("trip-identity", at - lifetimes.history);
  const link = slotOf("trip-link", at - lifetimes.identity);
  const trip = slotOf("trip", at - lifetimes.history);
  const destroyed = [
    await keys.destroyBefore("held", held),
    await keys.destroyBefore("flag", flag),
    await keys.destroyBefore("trip-identity", identity),
    await keys.destroyBefore("trip-link", link),
    await keys.destroyBefore("trip", trip),
  ];
  const gone = await db.deleteFrom("held_transmission").where("slot", "<", held).executeTakeFirst();
  const parts = await db
    .deleteFrom("waiting_part")
    .where("slot", "<", held)
    .returning("repeats")
    .execute();
  await db.deleteFrom("screened_part").where("slot", "<", held).execute();
  // What is left of a flag says what came of it, and of nobody's.
  const flags = await db
    .updateTable("flag")
    .set({ details: Buffer.alloc(0), booking: null, flight: null })
    .where("slot", "<", flag)
    .where(sql<boolean>`details <> ''`)
    .executeTakeFirst();
  await db.deleteFrom("flag_notice").where("slot", "<", flag).execute();
  const told = slotOf("flag", at - lifetimes.history);
  await db
    .deleteFrom("flag_outcome")
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("flag")
          .select("flag.id")
          .whereRef("flag.id", "=", "flag_outcome.flag")
          .whereRef("flag.participant", "=", "flag_outcome.participant")
          .where("flag.slot", "<", told),
      ),
    )
    .execute();
  await db.deleteFrom("flag").where("slot", "<", told).execute();
  const without = await db
    .updateTable("trip")
    .set({ person: null, booking: null, flight: null, push: null, link_slot: null })
    .where("link_slot", "<", link)
    .executeTakeFirst();
  await db
    .deleteFrom("identity_request")
    .where("asked_at", "<", at - REQUEST_LASTS)
    .execute();
  const trips = await db.deleteFrom("trip").where("slot", "<", trip).executeTakeFirst();
  await db
    .deleteFrom("transmission")
    .where("screened_at", "<", at - lifetimes.history)
    .execute();
  return {
    keys: destroyed.reduce((sum, count) => sum + count, 0),
    held: Number(gone.numDeletedRows),
    flags: Number(flags.numUpdatedRows),
    depersonalised: Number(without.numUpdatedRows),
    trips: Number(trips.numDeletedRows),
    unscreened: parts.filter(({ repeats }) => !repeats).length,
  };
}

import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import type { Kysely, Selectable, Transaction } from "kysely";
import type { Notification } from "../notification.ts";
import type { NotificationTables } from "../tables/tables.ts";

export type Officer = Selectable<NotificationTables["officer"]>;

/** What an officer is told of before it chooses: nothing goes anywhere without an address. */
const before = {
  flash: true,
  immediate: false,
  overdue: false,
  exercises: false,
  language: "en",
} as const;

/** Throws `permission-denied` for who reads no feed. */
export function checkOfficer({ directory }: Pick<Notification, "directory">, caller: Caller): void {
  checkCaller(caller, ["liaison", "publisher"], directory.latest(), Date.now());
}

/**
 * The officer that calls, as it stands; null for one that has chosen nothing. That it signed in, and with which roles, is
 * noted: a role that has ended is known by the next token.
 */
export async function knownOfficer(
  db: Kysely<NotificationTables>,
  { participant, principal, roles }: Caller,
): Promise<Officer | null> {
  const found = await db
    .updateTable("officer")
    .set({ roles: [...roles], seen_at: Date.now() })
    .where("participant", "=", participant)
    .where("principal", "=", principal)
    .returningAll()
    .executeTakeFirst();
  return found ?? null;
}

/** The same, who is written down if it was not yet. */
export async function officerOf(db: Kysely<NotificationTables>, caller: Caller): Promise<Officer> {
  const { participant, principal, roles } = caller;
  await db
    .insertInto("officer")
    .values({ participant, principal, roles: [...roles], seen_at: Date.now(), ...before })
    .onConflict((conflict) => conflict.columns(["participant", "principal"]).doNothing())
    .execute();
  return (await knownOfficer(db, caller))!;
}

/** Holds an officer until the transaction ends: two calls of one officer come one after the other. */
export async function takeOfficer(
  transaction: Transaction<NotificationTables>,
  { id }: Pick<Officer, "id">,
): Promise<void> {
  await transaction.selectFrom("officer").select("id").where("id", "=", id).forUpdate().execute();
}

/** What one that has chosen nothing is shown. */
export function unknownOfficer({ participant, principal, roles }: Caller): Omit<Officer, "id"> {
  return { participant, principal, roles: [...roles], seen_at: 0, ...before };
}

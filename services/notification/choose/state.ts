import type { NotificationState } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import type { Notification } from "../notification.ts";
import { openOf } from "../seal-address.ts";
import { type Officer, unknownOfficer } from "./officer.ts";

/** How an officer is told, for itself alone. */
export async function stateOf(
  { db, key, ways, pushKey, lapsesDays }: Notification,
  caller: Caller,
  officer: Officer | null,
): Promise<{ state: Init<NotificationState> }> {
  const { flash, immediate, overdue, exercises, language } = officer ?? unknownOfficer(caller);
  const destinations = officer
    ? await db
        .selectFrom("destination")
        .selectAll()
        .where("officer", "=", officer.id)
        .orderBy("id")
        .execute()
    : [];
  const address = (confirmed: boolean) => {
    const its = destinations.find((each) => each.way === "mail" && each.confirmed === confirmed);
    return its && { email: openOf(key, caller, its.sealed), failingSince: its.failing_since };
  };
  const confirmed = address(true);
  const unconfirmed = address(false);
  return {
    state: {
      choices: { flash, immediate, overdue, exercises, language },
      ...(confirmed && { address: confirmed }),
      ...(unconfirmed && { newAddress: unconfirmed }),
      sendsEmail: ways.mail !== undefined,
      devices: destinations.flatMap(({ way, print, added_at: addedAt, failing_since }) =>
        way === "push" && print ? { id: print, addedAt, failingSince: failing_since } : [],
      ),
      sendsPush: ways.push !== undefined,
      pushKey: Buffer.from(pushKey, "base64url"),
      lapsesDays,
    },
  };
}

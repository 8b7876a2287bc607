import type {
  SetNotificationsRequest,
  SetNotificationsResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import { invalidField } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { sql } from "kysely";
import type { Notification } from "../notification.ts";
import { languages } from "../send/wording.ts";
import { checkOfficer, knownOfficer, officerOf } from "./officer.ts";
import { stateOf } from "./state.ts";

/** Changes what the caller is told of; what waits and is chosen no more is not sent. */
export function setNotifications(
  its: Notification,
): Unary<SetNotificationsRequest, SetNotificationsResponse> {
  return async ({ choices }, { caller }) => {
    checkOfficer(its, caller);
    if (!choices) throw invalidField("choices", "required", "Say what you want to be told of.");
    const { flash, immediate, overdue, exercises, language } = choices;
    if (!(languages as readonly string[]).includes(language)) {
      const known = languages.join(" or ");
      throw invalidField("choices.language", "language-known", `The language is ${known}.`);
    }
    const { id } = await officerOf(its.db, caller);
    await its.db.transaction().execute(async (transaction) => {
      const chosen = { flash, immediate, overdue, exercises, language };
      await transaction.updateTable("officer").set(chosen).where("id", "=", id).execute();
      await sql`
        delete from waiting w using destination d
        where d.id = w.destination and d.officer = ${id} and w.sequence is not null
          and (w.exercise and not ${exercises} or w.of = 'flash' and not ${flash}
            or w.of = 'immediate' and not ${immediate} or w.of = 'overdue' and not ${overdue})
      `.execute(transaction);
    });
    return stateOf(its, caller, await knownOfficer(its.db, caller));
  };
}

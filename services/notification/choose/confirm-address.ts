import { timingSafeEqual } from "node:crypto";
import type {
  ConfirmAddressRequest,
  ConfirmAddressResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import { invalidField } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import type { Notification } from "../notification.ts";
import { openOf } from "../seal-address.ts";
import { checkOfficer, knownOfficer } from "./officer.ts";
import { stateOf } from "./state.ts";

/** How many codes may be given for one that was sent. */
const MOST_TRIES = 5;

/** Takes the code that was sent to an address; from then on that one is told, and no other. */
export function confirmAddress(
  its: Notification,
): Unary<ConfirmAddressRequest, ConfirmAddressResponse> {
  return async ({ code }, { caller }) => {
    checkOfficer(its, caller);
    const { db, key } = its;
    const officer = await knownOfficer(db, caller);
    const verdict = officer
      ? await db.transaction().execute(async (transaction) => {
          const of = transaction
            .selectFrom("destination")
            .where("officer", "=", officer.id)
            .where("way", "=", "mail");
          const waiting = await of
            .select(["id", "code", "code_until", "code_tries"])
            .where("confirmed", "=", false)
            .forUpdate()
            .executeTakeFirst();
          if (!waiting?.code || waiting.code_until <= Date.now()) return "none";
          if (waiting.code_tries >= MOST_TRIES) return "none";
          if (!isSame(openOf(key, caller, waiting.code), code.replaceAll(/\s/g, ""))) {
            const tries = { code_tries: waiting.code_tries + 1 };
            await transaction
              .updateTable("destination")
              .set(tries)
              .where("id", "=", waiting.id)
              .execute();
            return "wrong";
          }
          await transaction
            .deleteFrom("destination")
            .where("officer", "=", officer.id)
            .where("way", "=", "mail")
            .where("confirmed", "=", true)
            .execute();
          await transaction
            .updateTable("destination")
            .set({ confirmed: true, code: null, code_until: 0 })
            .where("id", "=", waiting.id)
            .execute();
          return "confirmed";
        })
      : "none";
    if (verdict === "none")
      throw invalidField("code", "code-stands", "No code waits: have another one sent.");
    if (verdict === "wrong")
      throw invalidField("code", "code-right", "This is not the code that was sent last.");
    return stateOf(its, caller, await knownOfficer(db, caller));
  };
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

import { randomInt } from "node:crypto";
import type { SetAddressRequest, SetAddressResponse } from "@talanoa/contract/generated/talanoa.ts";
import { Rate } from "@talanoa/platform/auth/rate.ts";
import { HubError, invalidField } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { takeTurn } from "@talanoa/platform/grpc/paced.ts";
import { z } from "zod";
import type { Notification } from "../notification.ts";
import { openOf, sealFor } from "../seal-address.ts";
import { checkOfficer, knownOfficer, officerOf, takeOfficer } from "./officer.ts";
import { stateOf } from "./state.ts";

/** How long a code counts, in milliseconds. */
const CODE_COUNTS = 30 * 60_000;
const CODE_DIGITS = 8;

// RFC 5321 has 254 characters at most.
const email = z.email().max(254);

/** Sends a code to an address; it is told of nothing before the code is given back. */
export function setAddress(its: Notification): Unary<SetAddressRequest, SetAddressResponse> {
  // Whoever may ask this must not fill others' mailboxes with codes.
  const codes = new Rate({ perSecond: 5 / 3_600, burst: 5 });
  return async (request, { caller }) => {
    checkOfficer(its, caller);
    const { db, key, ways, bell } = its;
    if (!ways.mail) throw new HubError("failed-precondition", "this hub sends no e-mail");
    const address = request.email.trim();
    if (!email.safeParse(address).success)
      throw invalidField("email", "address-form", "Give an address such as name@customs.example.");
    takeTurn(codes, caller);
    const officer = await officerOf(db, caller);
    await db.transaction().execute(async (transaction) => {
      await takeOfficer(transaction, officer);
      const [standing] = await transaction
        .selectFrom("destination")
        .select("sealed")
        .where("officer", "=", officer.id)
        .where("way", "=", "mail")
        .where("confirmed", "=", true)
        .execute();
      await transaction
        .deleteFrom("destination")
        .where("officer", "=", officer.id)
        .where("way", "=", "mail")
        .where("confirmed", "=", false)
        .execute();
      // It is told already.
      if (standing && openOf(key, caller, standing.sealed) === address) return;
      const now = Date.now();
      const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, "0");
      const { id } = await transaction
        .insertInto("destination")
        .values({
          officer: officer.id,
          way: "mail",
          sealed: sealFor(key, caller, address),
          print: null,
          confirmed: false,
          code: sealFor(key, caller, code),
          code_until: now + CODE_COUNTS,
          added_at: now,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      await transaction
        .insertInto("waiting")
        .values({
          destination: id,
          of: "code",
          exercise: false,
          sequence: null,
          origin: "",
          notice: "",
          version: 0,
          queued_at: now,
          due_at: now,
        })
        .execute();
    });
    bell.ring();
    return stateOf(its, caller, await knownOfficer(db, caller));
  };
}

import { createHash, ECDH } from "node:crypto";
import type { AddDeviceRequest, AddDeviceResponse } from "@talanoa/contract/generated/talanoa.ts";
import { HubError, invalidField } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { sql } from "kysely";
import type { Notification } from "../notification.ts";
import { sealFor } from "../seal-address.ts";
import { isOfService } from "../send/push-services.ts";
import type { Subscription } from "../send/push.ts";
import { checkOfficer, knownOfficer, officerOf, takeOfficer } from "./officer.ts";
import { stateOf } from "./state.ts";

/** Devices of one officer; the oldest makes room. */
const MOST_DEVICES = 10;
const LONGEST_ENDPOINT = 2_000;
const AUTH_BYTES = 16;
const PRINT_BYTES = 16;

/** Has a browser told, by the subscription that it made. */
export function addDevice(its: Notification): Unary<AddDeviceRequest, AddDeviceResponse> {
  return async (request, { caller }) => {
    checkOfficer(its, caller);
    const { db, key, ways, pushServices } = its;
    if (!ways.push) throw new HubError("failed-precondition", "this hub sends nothing to devices");
    const { endpoint, p256dh, auth } = request;
    if (endpoint.length > LONGEST_ENDPOINT || !isOfService(endpoint, pushServices)) {
      throw invalidField(
        "endpoint",
        "push-service",
        "The hub sends to push services that it knows alone, by https.",
      );
    }
    if (!isPoint(p256dh))
      throw invalidField("p256dh", "key-form", "Give an uncompressed point of P-256.");
    if (auth.length !== AUTH_BYTES)
      throw invalidField("auth", "key-form", `Give ${AUTH_BYTES} bytes.`);
    const officer = await officerOf(db, caller);
    const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
    const subscription: Subscription = { endpoint, p256dh: text(p256dh), auth: text(auth) };
    const sealed = sealFor(key, caller, JSON.stringify(subscription));
    const print = createHash("sha256").update(endpoint).digest().subarray(0, PRINT_BYTES);
    await db.transaction().execute(async (transaction) => {
      await takeOfficer(transaction, officer);
      // A browser has one subscription: it tells whoever was the last to ask it to.
      await transaction
        .deleteFrom("destination")
        .where("way", "=", "push")
        .where("print", "=", print)
        .execute();
      await transaction
        .insertInto("destination")
        .values({
          officer: officer.id,
          way: "push",
          sealed,
          print,
          confirmed: true,
          code: null,
          code_until: 0,
          added_at: Date.now(),
        })
        .execute();
      await sql`
        delete from destination where id in (
          select id from destination where officer = ${officer.id} and way = 'push'
          order by id desc offset ${MOST_DEVICES}
        )`.execute(transaction);
    });
    return stateOf(its, caller, await knownOfficer(db, caller));
  };
}

/** Whether bytes are a point of the curve: encrypting for anything else would fail each time. */
function isPoint(bytes: Uint8Array): boolean {
  if (bytes.length !== 65 || bytes[0] !== 4) return false;
  try {
    ECDH.convertKey(bytes, "prime256v1");
    return true;
  } catch {
    return false;
  }
}

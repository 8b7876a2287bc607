import type {
  RemoveAddressRequest,
  RemoveAddressResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import type { Notification } from "../notification.ts";
import { checkOfficer, knownOfficer } from "./officer.ts";
import { stateOf } from "./state.ts";

/** Forgets the caller's addresses by e-mail, with what waits for them. */
export function removeAddress(
  its: Notification,
): Unary<RemoveAddressRequest, RemoveAddressResponse> {
  return async (_request, { caller }) => {
    checkOfficer(its, caller);
    const officer = await knownOfficer(its.db, caller);
    if (officer) {
      await its.db
        .deleteFrom("destination")
        .where("officer", "=", officer.id)
        .where("way", "=", "mail")
        .execute();
    }
    return stateOf(its, caller, officer);
  };
}

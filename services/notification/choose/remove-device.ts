import type {
  RemoveDeviceRequest,
  RemoveDeviceResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import type { Notification } from "../notification.ts";
import { checkOfficer, knownOfficer } from "./officer.ts";
import { stateOf } from "./state.ts";

/** Tells one of the caller's devices nothing more; one that is not there is gone already. */
export function removeDevice(its: Notification): Unary<RemoveDeviceRequest, RemoveDeviceResponse> {
  return async ({ id }, { caller }) => {
    checkOfficer(its, caller);
    const officer = await knownOfficer(its.db, caller);
    if (officer) {
      await its.db
        .deleteFrom("destination")
        .where("officer", "=", officer.id)
        .where("way", "=", "push")
        .where("print", "=", Buffer.from(id))
        .execute();
    }
    return stateOf(its, caller, officer);
  };
}

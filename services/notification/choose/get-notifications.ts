import type {
  GetNotificationsRequest,
  GetNotificationsResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import type { Notification } from "../notification.ts";
import { checkOfficer, knownOfficer } from "./officer.ts";
import { stateOf } from "./state.ts";

/** What the caller has chosen. */
export function getNotifications(
  its: Notification,
): Unary<GetNotificationsRequest, GetNotificationsResponse> {
  return async (_request, { caller }) => {
    checkOfficer(its, caller);
    return stateOf(its, caller, await knownOfficer(its.db, caller));
  };
}

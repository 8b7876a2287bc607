import type {
  ListIdentityRequestsRequest,
  ListIdentityRequestsResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { analysts } from "../analysts.ts";
import type { Screening } from "../screening.ts";
import { REQUEST_LASTS } from "./identity-requests.ts";

/** What officers of the caller's Member asked in the last day, so that another sees what for before granting it. */
export function listIdentityRequests(
  screening: Screening,
): Unary<ListIdentityRequestsRequest, ListIdentityRequestsResponse> {
  return async (_request, { caller }) => {
    checkCaller(caller, analysts, screening.directory(), Date.now());
    const rows = await screening.db
      .selectFrom("identity_request")
      .selectAll()
      .where("participant", "=", caller.participant)
      .where("asked_at", ">", screening.now() - REQUEST_LASTS)
      .orderBy("id", "desc")
      .execute();
    return {
      requests: rows.map((row) => ({
        id: row.id,
        trip: row.trip.toString("hex"),
        askedBy: row.asked_by,
        grantedBy: row.granted_by ?? "",
        askedAt: row.asked_at,
        purpose: row.purpose as never,
        caseNumber: row.case_number,
      })),
    };
  };
}

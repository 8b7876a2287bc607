import type {
  ListProfilesRequest,
  ListProfilesResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { analysts } from "../analysts.ts";
import type { Screening } from "../screening.ts";
import { shownProfile } from "./shown-profile.ts";

/** The profiles of the caller's Member, all versions. */
export function listProfiles(
  screening: Screening,
): Unary<ListProfilesRequest, ListProfilesResponse> {
  return async ({ id }, { caller }) => {
    checkCaller(caller, analysts, screening.directory(), Date.now());
    let found = screening.db
      .selectFrom("profile")
      .selectAll()
      .where("participant", "=", caller.participant);
    if (id !== "") found = found.where("id", "=", id);
    const rows = await found.orderBy("id").orderBy("version").execute();
    return { profiles: rows.map(shownProfile) };
  };
}

import type { ListFlagsRequest, ListFlagsResponse } from "@talanoa/contract/generated/talanoa.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { analysts } from "../analysts.ts";
import type { Screening } from "../screening.ts";
import { shownFlag } from "./shown-flag.ts";

const MOST = 500;
const USUAL = 100;

/** The flags of the caller's Member, the latest first. */
export function listFlags(screening: Screening): Unary<ListFlagsRequest, ListFlagsResponse> {
  return async ({ states, limit }, { caller }) => {
    checkCaller(caller, analysts, screening.directory(), Date.now());
    let found = screening.db
      .selectFrom("flag")
      .selectAll()
      .where("participant", "=", caller.participant);
    if (states.length > 0) found = found.where("state", "in", states);
    const rows = await found
      .orderBy("id", "desc")
      .limit(Math.min(limit || USUAL, MOST))
      .execute();
    const shown = await Promise.all(rows.map((row) => shownFlag(screening, row)));
    return { flags: shown.filter((flag) => flag !== null) };
  };
}

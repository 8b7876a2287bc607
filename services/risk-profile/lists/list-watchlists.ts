import type {
  ListWatchlistsRequest,
  ListWatchlistsResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { analysts } from "../analysts.ts";
import type { Screening } from "../screening.ts";

/** The caller's Member's own lists, by id: that they are there, and nothing of who is on them. */
export function listWatchlists(
  screening: Screening,
): Unary<ListWatchlistsRequest, ListWatchlistsResponse> {
  return async (_request, { caller }) => {
    checkCaller(caller, analysts, screening.directory(), Date.now());
    const rows = await screening.db
      .selectFrom("watchlist")
      .select(["id", "version", "entries", "imported_by", "imported_at"])
      .where("participant", "=", caller.participant)
      .orderBy("id")
      .execute();
    return {
      watchlists: rows.map(({ imported_by: importedBy, imported_at: importedAt, ...its }) => ({
        ...its,
        importedBy,
        importedAt,
      })),
    };
  };
}

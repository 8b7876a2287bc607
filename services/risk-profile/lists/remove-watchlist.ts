import type {
  RemoveWatchlistRequest,
  RemoveWatchlistResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { analysts } from "../analysts.ts";
import { refused } from "../refusals.ts";
import type { Screening } from "../screening.ts";
import { destroyList, removeRow } from "./list-rows.ts";

/** Takes a list out of use and destroys it. Flags that it raised stay, each with its own details. */
export function removeWatchlist(
  screening: Screening,
): Unary<RemoveWatchlistRequest, RemoveWatchlistResponse> {
  return async ({ id }, { caller }) => {
    const { participant, principal } = caller;
    checkCaller(caller, analysts, screening.directory(), Date.now());
    await screening.listChanges.run(async () => {
      const standing = await screening.db
        .selectFrom("watchlist")
        .select("version")
        .where("participant", "=", participant)
        .where("id", "=", id)
        .executeTakeFirst();
      if (!standing) throw refused("list-stands");
      const { version } = standing;
      const facts = { watchlistChanged: { participant, watchlist: id, version, removed: true } };
      const record = { at: screening.now(), participant, principal, facts };
      await screening.committer.commit([recordMessage(record, { step: "watchlist-changed" })]);
      // The commit point: without its key the list is nowhere any more. Its row may stay until the next start.
      await destroyList(screening, participant, id);
      screening.lists.remove(participant, id);
      await removeRow(screening, participant, id);
    });
    return {};
  };
}

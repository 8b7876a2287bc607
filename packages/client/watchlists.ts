import {
  type ImportWatchlistRequest,
  type ListedPerson,
  type Watchlist,
  WatchlistService,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { HubClient } from "./connect.ts";
import { oneAnswer } from "./one-answer.ts";

const ENTRIES = 500;

/** Imports a list in place of the one under its id. Throws HubError with the rules that its entries break. */
export async function importWatchlist(
  hub: HubClient,
  id: string,
  entries: readonly Init<ListedPerson>[],
  signal?: AbortSignal,
): Promise<Watchlist> {
  const requests = requestsOf(id, entries);
  const { watchlist } = await oneAnswer(hub, WatchlistService.importWatchlist, requests, signal);
  if (!watchlist) throw new HubError("internal", "the hub's answer says nothing");
  return watchlist;
}

function* requestsOf(
  id: string,
  entries: readonly Init<ListedPerson>[],
): Generator<Init<ImportWatchlistRequest>> {
  yield { id };
  for (let at = 0; at < entries.length; at += ENTRIES) {
    yield { entries: entries.slice(at, at + ENTRIES) };
  }
}

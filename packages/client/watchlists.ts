import {
  type ImportWatchlistRequest,
  type Watchlist,
  WatchlistService,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { HubClient } from "./connect.ts";
import { oneAnswer } from "./one-answer.ts";

const ENTRIES = 500;

/** What is on a list: persons, vessels, companies. */
export type ListedEntries = Omit<Init<ImportWatchlistRequest>, "id">;

/** Imports a list in place of the one under its id. Throws HubError with the rules that its entries break. */
export async function importWatchlist(
  hub: HubClient,
  id: string,
  entries: ListedEntries,
  signal?: AbortSignal,
): Promise<Watchlist> {
  const requests = requestsOf(id, entries);
  const { watchlist } = await oneAnswer(hub, WatchlistService.importWatchlist, requests, signal);
  if (!watchlist) throw new HubError("internal", "the hub's answer says nothing");
  return watchlist;
}

function* requestsOf(
  id: string,
  { entries, vessels, companies }: ListedEntries,
): Generator<Init<ImportWatchlistRequest>> {
  yield { id };
  for (const some of batchesOf(entries)) yield { entries: some };
  for (const some of batchesOf(vessels)) yield { vessels: some };
  for (const some of batchesOf(companies)) yield { companies: some };
}

function* batchesOf<T>(all: readonly T[] = []): Generator<T[]> {
  for (let at = 0; at < all.length; at += ENTRIES) yield all.slice(at, at + ENTRIES);
}

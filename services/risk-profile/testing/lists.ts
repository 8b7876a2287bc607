import {
  type ImportWatchlistRequest,
  type ImportWatchlistResponse,
  type ListedPerson,
  WatchlistService,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { TokenOf } from "@talanoa/platform/testing/hub.ts";
import type { Person } from "./messages.ts";
import type { RunningScreening } from "./run-screening.ts";

/** The entry of a list that a person of the messages is. */
export function entryOf({ surname, given, birth, passport }: Person): Init<ListedPerson> {
  const birthDate = `19${birth.slice(0, 2)}-${birth.slice(2, 4)}-${birth.slice(4, 6)}`;
  return {
    id: `entry-${passport}`,
    names: [{ text: `${given} ${surname}` }],
    birthDates: [birthDate],
    documents: [{ number: passport, issuer: "TO" }],
    sex: "M",
    nationalities: ["TO"],
  };
}

/** Imports a list, a message for each of its entries. Rejects with the status of a refusal. */
export async function importList(
  { service, hub }: RunningScreening,
  who: TokenOf,
  id: string,
  entries: readonly Init<ListedPerson>[],
): Promise<ImportWatchlistResponse> {
  const call = service.open<ImportWatchlistRequest, ImportWatchlistResponse>(
    WatchlistService.importWatchlist,
    await hub.token(who),
  );
  call.write({ id });
  for (const entry of entries) call.write({ entries: [entry] });
  call.end();
  const [answer] = await Array.fromAsync(call as AsyncIterable<ImportWatchlistResponse>);
  return answer!;
}

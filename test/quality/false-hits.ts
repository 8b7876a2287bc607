import { Watchlist } from "@talanoa/passenger/watchlist/watchlist.ts";
import {
  asListed,
  asTraveller,
  type Dating,
  entries,
  listSeed,
  type MadeUpPerson,
  madeUpPeople,
  travellerSeed,
} from "./made-up-people.ts";

/** Travellers in a thousand who raise a draft flag, though none of them is on the list. */
export function falseHitsAgainst(dating: Dating, travellers: number): number {
  const list = listOf(entries, dating);
  const flagged = madeUpPeople(travellers, travellerSeed).filter((person) =>
    isFlagged(list, person),
  );
  return (flagged.length / travellers) * 1_000;
}

export function isFlagged(list: Watchlist, person: MadeUpPerson): boolean {
  return list.matchTraveller(asTraveller(person)).some(({ raisesDraftFlag }) => raisesDraftFlag);
}

export function listOf(size: number, dating: Dating): Watchlist {
  const list = new Watchlist();
  for (const [index, person] of madeUpPeople(size, listSeed).entries()) {
    list.add(asListed(person, index, dating));
  }
  return list;
}

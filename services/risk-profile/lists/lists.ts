import { setImmediate } from "node:timers/promises";
import type { ListEntry } from "@talanoa/passenger/watchlist/entry.ts";
import { Watchlist } from "@talanoa/passenger/watchlist/watchlist.ts";

/** A list in memory. */
export interface LoadedList {
  readonly id: string;
  readonly version: number;
  readonly entries: Watchlist;
  /** Of its entries. */
  readonly ids: ReadonlySet<string>;
}

/** The lists of every participant, in memory, as the database has them. */
export class Lists {
  readonly #of = new Map<string, Map<string, LoadedList>>();

  of(participant: string): LoadedList[] {
    return [...(this.#of.get(participant)?.values() ?? [])];
  }

  /** Puts a list in place of the one under its id, unless that is newer. */
  put(participant: string, list: LoadedList): void {
    const lists = this.#of.get(participant) ?? new Map<string, LoadedList>();
    this.#of.set(participant, lists);
    if ((lists.get(list.id)?.version ?? 0) < list.version) lists.set(list.id, list);
  }

  remove(participant: string, id: string): void {
    this.#of.get(participant)?.delete(id);
  }
}

/** How many entries are added before others get their turn. */
const ENTRIES = 200;

/** Makes a list ready to be matched. */
export async function loadList(
  id: string,
  version: number,
  entries: readonly ListEntry[],
): Promise<LoadedList> {
  const list = new Watchlist();
  for (const [index, entry] of entries.entries()) {
    list.add(entry);
    if (index % ENTRIES === ENTRIES - 1) await setImmediate();
  }
  return { id, version, entries: list, ids: new Set(entries.map((entry) => entry.id)) };
}

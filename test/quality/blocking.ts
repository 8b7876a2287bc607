import { parseName } from "@talanoa/passenger/names/name.ts";
import { NameIndex } from "@talanoa/passenger/watchlist/name-index.ts";
import { entries, listSeed, madeUpPeople, seeded, travellerSeed } from "./made-up-people.ts";
import { variants } from "./variants.ts";

/** How many of the first people of a list are among those compared, by each way to write their names. */
export function foundByVariant(varied: number): Map<string, number> {
  const people = madeUpPeople(entries, listSeed);
  const index = indexOf(people.map(({ name }) => name));
  const random = seeded(travellerSeed);
  const found = new Map<string, number>();
  for (const [name, write] of Object.entries(variants)) {
    const written = people.slice(0, varied).map((person) => write(person, random));
    found.set(name, written.filter((text, owner) => isCandidate(index, text, owner)).length);
  }
  return found;
}

/** Of all ways together, from 0 to 1. */
export function shareFound(found: ReadonlyMap<string, number>, varied: number): number {
  return [...found.values()].reduce((sum, count) => sum + count, 0) / (varied * found.size);
}

export function indexOf(names: readonly string[]): NameIndex {
  const index = new NameIndex();
  for (const [owner, name] of names.entries()) index.add(parseName(name), owner);
  return index;
}

export function isCandidate(index: NameIndex, name: string, owner: number): boolean {
  return index.candidates(parseName(name)).some((candidate) => index.owner(candidate) === owner);
}

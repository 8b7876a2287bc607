import { companies } from "./companies.ts";
import type {
  Company,
  ListEntry,
  ListedCompany,
  ListedPerson,
  ListedVessel,
  Traveller,
  Vessel,
} from "./entry.ts";
import { EntryList, type Match } from "./entry-list.ts";
import type { NamedThing } from "./named-things.ts";
import { persons } from "./persons.ts";
import { vessels } from "./vessels.ts";

/** One list of one Member, in memory, ready to be matched: persons, vessels and companies. */
export class Watchlist {
  readonly #persons = new EntryList<ListedPerson, Traveller>(persons);
  readonly #vessels = new EntryList<ListedVessel, Vessel>(vessels);
  readonly #companies = new EntryList<ListedCompany, Company>(companies);

  get size(): number {
    return this.#persons.size + this.#vessels.size + this.#companies.size;
  }

  /** Adds an entry, at any time. */
  add(entry: ListEntry): void {
    switch (entry.kind) {
      case "person":
        return this.#persons.add(entry);
      case "vessel":
        return this.#vessels.add(entry);
      case "company":
        return this.#companies.add(entry);
    }
  }

  /** The entries that a traveller may be, the likeliest first. */
  matchTraveller(traveller: Traveller): Match<ListedPerson>[] {
    return this.#persons.match(traveller);
  }

  /** The same in steps: see EntryList.matching. */
  matchingTraveller(traveller: Traveller): Generator<void, Match<ListedPerson>[], void> {
    return this.#persons.matching(traveller);
  }

  /** The entries that a vessel may be, the likeliest first. */
  matchVessel(vessel: Vessel): Match<ListedVessel>[] {
    return this.#vessels.match(vessel);
  }

  /** The entries that a company may be, the likeliest first. */
  matchCompany(company: Company): Match<ListedCompany>[] {
    return this.#companies.match(company);
  }

  /** The entries that a vessel or company of a message may be, the likeliest first. */
  matchThing(thing: NamedThing): Match<ListedVessel | ListedCompany>[] {
    return thing.kind === "vessel"
      ? this.matchVessel(thing.subject)
      : this.matchCompany(thing.subject);
  }
}

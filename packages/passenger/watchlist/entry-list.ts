import { compareNames, type NameComparison } from "../names/compare.ts";
import { rememberingLikeness } from "../names/likeness.ts";
import type { Token } from "../names/name.ts";
import type { ListedName } from "./entry.ts";
import type { Evidence } from "./evidence.ts";
import { type GradedScore, gradeMatch, isProven, leastNameScore } from "./grade.ts";
import { NameIndex } from "./name-index.ts";

/** How subjects of one kind are matched with the entries of that kind. */
export interface Matching<Entry, Subject> {
  /** The words of a name. */
  readonly parse: (name: string) => Token[];
  /** Documents and registrations: entry and subject meet under any that is the same. */
  readonly numbersOfEntry: (entry: Entry) => readonly string[];
  readonly numbersOfSubject: (subject: Subject) => readonly string[];
  /** What is compared beside the name, in the order in which it moves the score. */
  readonly evidence: (subject: Subject, entry: Entry) => readonly Evidence[];
}

/** An entry that a subject may be. */
export interface Match<Entry> extends GradedScore {
  readonly entry: Entry;
  /** The name of the entry that is most like one of the subject's. */
  readonly listedName: string;
  readonly name: NameComparison;
}

/** What a name that is marked weak is worth at most: alone it raises no flag. */
const mostOfWeakName = 0.79;

interface NameFound {
  readonly listed: ListedName;
  readonly comparison: NameComparison;
  readonly score: number;
}

/** The entries of one kind of one list, in memory. Entries are added at any time. */
export class EntryList<
  Entry extends { readonly names: readonly ListedName[] },
  Subject extends { readonly names: readonly string[] },
> {
  readonly #matching: Matching<Entry, Subject>;
  readonly #entries: Entry[] = [];
  readonly #index = new NameIndex();
  readonly #names: ListedName[] = [];
  readonly #byNumber = new Map<string, number[]>();

  constructor(matching: Matching<Entry, Subject>) {
    this.#matching = matching;
  }

  get size(): number {
    return this.#entries.length;
  }

  add(entry: Entry): void {
    const owner = this.#entries.push(entry) - 1;
    for (const name of entry.names) {
      this.#index.add(this.#matching.parse(name.text), owner);
      this.#names.push(name);
    }
    for (const number of this.#matching.numbersOfEntry(entry)) {
      const owners = this.#byNumber.get(number);
      if (owners) owners.push(owner);
      else this.#byNumber.set(number, [owner]);
    }
  }

  /**
   * The entries that the subject may be, the likeliest first: those with a name that is alike, and
   * those with the same document or number under whatever name.
   */
  match(subject: Subject): Match<Entry>[] {
    const steps = this.matching(subject);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  }

  /**
   * The same in steps of a few ms at most, for who must let others have their turn between them: a subject of 200 names
   * takes seconds.
   */
  *matching(subject: Subject): Generator<void, Match<Entry>[], void> {
    const found = yield* this.#byName(subject);
    for (const number of this.#matching.numbersOfSubject(subject)) {
      for (const owner of this.#byNumber.get(number) ?? []) {
        if (!found.has(owner)) found.set(owner, this.#underAnotherName(subject, owner));
      }
    }
    const matches: Match<Entry>[] = [];
    for (const [owner, { listed, comparison, score }] of found) {
      yield;
      const entry = this.#entries[owner]!;
      const evidence = this.#matching.evidence(subject, entry);
      if (score < leastNameScore && !isProven(evidence)) continue;
      const graded = gradeMatch(score, evidence);
      matches.push({ entry, listedName: listed.text, name: comparison, ...graded });
    }
    return matches.sort((a, b) => b.score - a.score);
  }

  *#byName({ names }: Subject): Generator<void, Map<number, NameFound>, void> {
    const found = new Map<number, NameFound>();
    const compareWords = rememberingLikeness();
    for (const text of names) {
      const tokens = this.#matching.parse(text);
      for (const name of this.#index.candidates(tokens)) {
        yield;
        const comparison = compareNames(tokens, this.#index.tokens(name), compareWords);
        if (comparison.score < leastNameScore) continue;
        const owner = this.#index.owner(name);
        const one = scored(this.#names[name]!, comparison);
        if (one.score > (found.get(owner)?.score ?? 0)) found.set(owner, one);
      }
    }
    return found;
  }

  #underAnotherName({ names }: Subject, owner: number): NameFound {
    const listed = this.#entries[owner]!.names[0] ?? { text: "" };
    const [tokens, others] = [names[0] ?? "", listed.text].map(this.#matching.parse);
    return scored(listed, compareNames(tokens!, others!));
  }
}

function scored(listed: ListedName, comparison: NameComparison): NameFound {
  const { score } = comparison;
  return { listed, comparison, score: listed.weak ? Math.min(score, mostOfWeakName) : score };
}

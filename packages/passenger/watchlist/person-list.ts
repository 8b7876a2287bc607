import { compareNames, type NameComparison } from "../names/compare.ts";
import { rememberingLikeness } from "../names/likeness.ts";
import { parseName } from "../names/name.ts";
import { comparableNumber, type ListedPerson, type Traveller } from "./entry.ts";
import { type Evidence, evidenceOf } from "./evidence.ts";
import { draftFlagThreshold, type GradedScore, gradeMatch, leastNameScore } from "./grade.ts";
import { NameIndex } from "./name-index.ts";

/** An entry that a traveller may be. */
export interface PersonMatch extends GradedScore {
  readonly entry: ListedPerson;
  /** The name of the entry that is most like one of the traveller's. */
  readonly listedName: string;
  readonly name: NameComparison;
  readonly evidence: Evidence;
  /** The score is at least the threshold. */
  readonly raisesDraftFlag: boolean;
}

/** A doubtful or common name alone raises no flag. */
const mostOfWeakName = 0.79;

interface NameFound {
  readonly comparison: NameComparison;
  readonly score: number;
  readonly text: string;
}

/** The persons of one list, in memory, ready to be matched. Entries are added at any time. */
export class PersonList {
  readonly #entries: ListedPerson[] = [];
  readonly #names = new NameIndex();
  readonly #listedNames: { readonly text: string; readonly weak: boolean }[] = [];
  readonly #byDocument = new Map<string, number[]>();

  get size(): number {
    return this.#entries.length;
  }

  add(entry: ListedPerson): void {
    const owner = this.#entries.push(entry) - 1;
    for (const { text, weak = false } of entry.names) {
      this.#names.add(parseName(text), owner);
      this.#listedNames.push({ text, weak });
    }
    for (const { number } of entry.documents) {
      const key = comparableNumber(number);
      const owners = this.#byDocument.get(key);
      if (owners) owners.push(owner);
      else this.#byDocument.set(key, [owner]);
    }
  }

  /**
   * The entries that the traveller may be, the likeliest first: those with a name that is alike, and
   * those with the same document under whatever name.
   */
  match(traveller: Traveller): PersonMatch[] {
    const found = this.#byName(traveller.names);
    for (const { number } of traveller.documents ?? []) {
      for (const owner of this.#byDocument.get(comparableNumber(number)) ?? []) {
        if (!found.has(owner)) found.set(owner, this.#underAnotherName(traveller, owner));
      }
    }
    const matches: PersonMatch[] = [];
    for (const [owner, { comparison, score, text }] of found) {
      const entry = this.#entries[owner]!;
      const evidence = evidenceOf(traveller, entry);
      if (score < leastNameScore && evidence.document !== "agrees") continue;
      const graded = gradeMatch(score, evidence);
      matches.push({
        entry,
        listedName: text,
        name: comparison,
        evidence,
        raisesDraftFlag: graded.score >= draftFlagThreshold,
        ...graded,
      });
    }
    return matches.sort((a, b) => b.score - a.score);
  }

  #byName(names: readonly string[]): Map<number, NameFound> {
    const found = new Map<number, NameFound>();
    const compareWords = rememberingLikeness();
    for (const text of names) {
      const tokens = parseName(text);
      for (const name of this.#names.candidates(tokens)) {
        this.#keepBetter(found, name, compareNames(tokens, this.#names.tokens(name), compareWords));
      }
    }
    return found;
  }

  #keepBetter(found: Map<number, NameFound>, name: number, comparison: NameComparison): void {
    if (comparison.score < leastNameScore) return;
    const owner = this.#names.owner(name);
    const { text, weak } = this.#listedNames[name]!;
    const score = weak ? Math.min(comparison.score, mostOfWeakName) : comparison.score;
    if (score > (found.get(owner)?.score ?? 0)) found.set(owner, { comparison, score, text });
  }

  #underAnotherName(traveller: Traveller, owner: number): NameFound {
    const [listed] = this.#entries[owner]!.names;
    const text = listed?.text ?? "";
    const comparison = compareNames(parseName(traveller.names[0] ?? ""), parseName(text));
    return { comparison, score: comparison.score, text };
  }
}

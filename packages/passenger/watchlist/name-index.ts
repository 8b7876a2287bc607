import { gluedToken, type Token } from "../names/name.ts";
import { Numbers } from "./numbers.ts";
import { type SimilarWord, Vocabulary } from "./vocabulary.ts";

/** A name is compared when this share of the words of the shorter name finds a similar word. */
const enough = 0.73;
/** Of those with less, the best so many are compared as well. */
const mostDoubtful = 16;
/** Never more than so many in all, the best. */
const mostCompared = 1_000;
const shortestHalf = 3;
const stepsOfRarity = 256;

/**
 * Many names, each of an owner, and which of them are worth comparing with another name: those that
 * share similar words with it, rare words first. Names are added one by one, at any time.
 */
export class NameIndex {
  readonly #vocabulary = new Vocabulary();
  /** The words of all names, one name after the other; where each begins; whose it is. */
  readonly #words = new Numbers();
  readonly #begins = new Numbers();
  readonly #owners = new Numbers();
  /** How many proper words each name has. */
  readonly #proper = new Numbers();
  /** The names of each word. */
  readonly #namesOf: number[][] = [];
  /** For the name that is looked up: what each name has gained, and by rare words. */
  #gained = new Float32Array(64);
  #rare = new Float32Array(64);
  /** The last round in which it gained, and what. */
  #gainedIn = new Int32Array(64);
  #gainedNow = new Float32Array(64);
  #round = 0;

  /** How many names. */
  get size(): number {
    return this.#owners.length;
  }

  get words(): number {
    return this.#vocabulary.size;
  }

  /** Adds a name (see `parseName`) of an owner, any number. */
  add(tokens: readonly Token[], owner: number): void {
    const name = this.#owners.length;
    const words = tokens.map((token) => this.#vocabulary.add(token));
    this.#begins.push(this.#words.length);
    this.#owners.push(owner);
    this.#proper.push(properOf(tokens).length);
    for (const word of words) this.#words.push(word);
    for (const word of new Set(words)) (this.#namesOf[word] ??= []).push(name);
    if (name >= this.#gained.length) {
      const length = this.#gained.length * 2;
      this.#gained = new Float32Array(length);
      this.#rare = new Float32Array(length);
      this.#gainedIn = new Int32Array(length);
      this.#gainedNow = new Float32Array(length);
    }
  }

  owner(name: number): number {
    return this.#owners.at(name);
  }

  tokens(name: number): Token[] {
    const from = this.#begins.at(name);
    const to = name + 1 < this.size ? this.#begins.at(name + 1) : this.#words.length;
    return Array.from({ length: to - from }, (_, place) =>
      this.#vocabulary.token(this.#words.at(from + place)),
    );
  }

  /** The numbers of the names that are worth comparing with this one, in no order. */
  candidates(tokens: readonly Token[]): number[] {
    const touched: number[] = [];
    for (const [place, token] of tokens.entries()) {
      this.#round += 1;
      if (token.kind === "name") this.#gainAll(this.#vocabulary.similarTo(token), touched);
      this.#gainHalves(token, touched);
      for (let length = 2; length <= 3 && place + length <= tokens.length; length++) {
        this.#round += 1;
        const glued = gluedToken(tokens.slice(place, place + length));
        this.#gainAll(this.#vocabulary.withSameConsonants(glued), touched);
      }
    }
    const found = this.#best(touched, properOf(tokens).length);
    for (const name of touched) {
      this.#gained[name] = 0;
      this.#rare[name] = 0;
    }
    return found;
  }

  #gainAll(words: readonly SimilarWord[], touched: number[]): void {
    for (const { word, likeness } of words) this.#gain(word, likeness, touched);
  }

  // One word where the other name has two: "maryanne" for "mary anne".
  #gainHalves({ text }: Token, touched: number[]): void {
    for (let cut = shortestHalf; cut <= text.length - 2; cut++) {
      const [before, after] = [text.slice(0, cut), text.slice(cut)];
      for (const half of [before, after]) {
        const word = half.length < shortestHalf ? undefined : this.#vocabulary.withText(half);
        if (word !== undefined) this.#gain(word, 1, touched);
      }
    }
  }

  // What a name gains in one round is the likeness of the most alike of its words.
  #gain(word: number, likeness: number, touched: number[]): void {
    const names = this.#namesOf[word]!;
    const rarity = 1 / Math.log2(2 + names.length);
    for (const name of names) {
      let more = likeness;
      if (this.#gained[name] === 0) touched.push(name);
      else if (this.#gainedIn[name] === this.#round) {
        more = likeness - this.#gainedNow[name]!;
        if (more <= 0) continue;
      }
      this.#gainedIn[name] = this.#round;
      this.#gainedNow[name] = likeness;
      this.#gained[name]! += more;
      this.#rare[name]! += more * rarity;
    }
  }

  #best(touched: readonly number[], proper: number): number[] {
    const sure: number[] = [];
    const doubtful: number[] = [];
    for (const name of touched) {
      const shorter = Math.max(1, Math.min(proper, this.#proper.at(name)));
      (this.#gained[name]! >= enough * shorter ? sure : doubtful).push(name);
    }
    return [...this.#most(sure, mostCompared), ...this.#most(doubtful, mostDoubtful)];
  }

  /** The rarest, in one pass over shares of a word's weight: sorting would take longer than all else. */
  #most(names: readonly number[], limit: number): readonly number[] {
    if (names.length <= limit) return names;
    const steps = new Int32Array(stepsOfRarity);
    for (const name of names) steps[this.#step(name)]! += 1;
    let least = stepsOfRarity - 1;
    let taken = steps[least]!;
    while (least > 0 && taken + steps[least - 1]! <= limit) taken += steps[--least]!;
    return names.filter((name) => this.#step(name) >= least).slice(0, limit);
  }

  #step(name: number): number {
    return Math.min(stepsOfRarity - 1, Math.floor(this.#rare[name]! * 64));
  }
}

function properOf(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter(({ kind }) => kind === "name");
}

import { likenessOf } from "../names/likeness.ts";
import type { Token } from "../names/name.ts";

/** A word of the vocabulary that is like another, by its number. */
export interface SimilarWord {
  readonly word: number;
  /** From `leastSimilar` to 1. */
  readonly likeness: number;
}

const leastSimilar = 0.66;
/** Letters at the beginning or the end that two words must share to be found by them. */
const sameEnd = 4;
/** How many of the first vowels must be the same beside so many consonants, of which one was left out. */
const vowelsBeside = [4, 4, 2, 1];
/** So many words' similar ones are remembered, since travellers share names. */
const mostRemembered = 20_000;

/**
 * The distinct words of many names, found by likeness: words are kept under the hashes of their
 * consonants, all and each one left out, of their beginning and their end, and of the groups of given
 * names they belong to.
 */
export class Vocabulary {
  readonly #tokens: Token[] = [];
  readonly #byText = new Map<string, number>();
  readonly #byKey = new Map<number, number[]>();
  readonly #remembered = new Map<string, readonly SimilarWord[]>();

  get size(): number {
    return this.#tokens.length;
  }

  token(word: number): Token {
    return this.#tokens[word]!;
  }

  /** The number of a word, which is added where it is new. Words of one text are one. */
  add(token: Token): number {
    const identity = identityOf(token);
    const known = this.#byText.get(identity);
    if (known !== undefined) return known;
    const word = this.#tokens.push(token) - 1;
    this.#byText.set(identity, word);
    for (const key of keysOf(token)) {
      const words = this.#byKey.get(key);
      if (words) words.push(word);
      else this.#byKey.set(key, [word]);
    }
    this.#remembered.clear();
    return word;
  }

  /** The word that is written so, where it is a name with its vowels. */
  withText(text: string): number | undefined {
    return this.#byText.get(text);
  }

  /** Words like this one, itself too. */
  similarTo(token: Token): readonly SimilarWord[] {
    const identity = identityOf(token);
    const remembered = this.#remembered.get(identity);
    if (remembered) return remembered;
    const found = this.#find(token);
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear();
    this.#remembered.set(identity, found);
    return found;
  }

  /** Words that have the consonants of this one: quicker, and fewer. */
  withSameConsonants(token: Token): readonly SimilarWord[] {
    const similar: SimilarWord[] = [];
    for (const word of this.#byKey.get(hash(token.skeleton)) ?? []) {
      const { likeness } = likenessOf(token, this.#tokens[word]!);
      if (likeness >= leastSimilar) similar.push({ word, likeness });
    }
    return similar;
  }

  #find(token: Token): readonly SimilarWord[] {
    const seen = new Set<number>();
    const similar: SimilarWord[] = [];
    for (const key of keysOf(token)) {
      for (const word of this.#byKey.get(key) ?? []) {
        if (seen.has(word)) continue;
        seen.add(word);
        const { likeness } = likenessOf(token, this.#tokens[word]!);
        if (likeness >= leastSimilar) similar.push({ word, likeness });
      }
    }
    return similar;
  }
}

// A title that is all of a name is a name. Most words are names: these are kept under their text.
function identityOf({ text, vowelless, kind }: Token): string {
  return `${text}${vowelless ? " vowelless" : ""}${kind === "name" ? "" : ` ${kind}`}`;
}

function keysOf({ heard, skeleton, groups }: Token): Set<number> {
  const keys = new Set([hash(skeleton)]);
  if (heard.length > sameEnd) {
    keys.add(hash(`${heard.slice(0, sameEnd)}-`));
    keys.add(hash(`-${heard.slice(-sameEnd)}`));
  }
  const vowels = heard.replace(/[^aeiou]/g, "");
  keys.add(withVowels(skeleton, vowels));
  for (let place = 0; place < skeleton.length; place++) {
    keys.add(withVowels(skeleton.slice(0, place) + skeleton.slice(place + 1), vowels));
  }
  for (const group of groups) keys.add(-1 - group);
  return keys;
}

// Few consonants are shared by many words: then vowels must be the same too.
function withVowels(consonants: string, vowels: string): number {
  return hash(`${consonants}+${vowels.slice(0, vowelsBeside[consonants.length] ?? 0)}`);
}

/** 30 bits, never negative (FNV-1a). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let place = 0; place < text.length; place++) {
    value = Math.imul(value ^ text.charCodeAt(place), 0x01000193);
  }
  return (value >>> 2) & 0x3fffffff;
}

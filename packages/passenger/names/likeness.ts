import type { Token } from "./name.ts";
import { spellingDistance } from "./spelling-distance.ts";

/** How two words agree, from the best. */
export type Agreement = "same" | "heard" | "form" | "spelling" | "initial" | "none";

export interface Likeness {
  /** From 0.55 to 1, the same word; 0 where they have nothing in common. */
  readonly likeness: number;
  readonly agreement: Agreement;
}

/** Says how alike two words are. */
export type CompareWords = (one: Token, other: Token) => Likeness;

/** The same, remembering what it said of the same two tokens: for one name against many. */
export function rememberingLikeness(): CompareWords {
  const known = new Map<Token, Map<Token, Likeness>>();
  return (one, other) => {
    let ofOne = known.get(one);
    if (!ofOne) known.set(one, (ofOne = new Map()));
    let likeness = ofOne.get(other);
    if (!likeness) ofOne.set(other, (likeness = likenessOf(one, other)));
    return likeness;
  };
}

/** Words less alike than this have nothing in common. */
const leastAlike = 0.55;
const same: Likeness = { likeness: 1, agreement: "same" };
const heardAlike: Likeness = { likeness: 0.97, agreement: "heard" };
const anotherForm: Likeness = { likeness: 0.92, agreement: "form" };
const initial: Likeness = { likeness: 0.85, agreement: "initial" };
const none: Likeness = { likeness: 0, agreement: "none" };

/** How alike two words of names are, whichever comes first. */
export function likenessOf(one: Token, other: Token): Likeness {
  if (one.text === other.text) return same;
  if (isNumber(one) || isNumber(other)) return none;
  if (one.kind === "initial" || other.kind === "initial") {
    return one.text[0] === other.text[0] ? initial : none;
  }
  if (one.groups.some((group) => other.groups.includes(group))) return anotherForm;
  if (one.kind === "particle" || other.kind === "particle") return none;
  if (one.heard === other.heard) return heardAlike;
  const likeness =
    one.vowelless || other.vowelless
      ? 0.97 * closeness(one.skeleton, other.skeleton)
      : closeness(...withoutSharedEnding(one.heard, other.heard));
  return likeness >= leastAlike ? { likeness, agreement: "spelling" } : none;
}

function isNumber({ text }: Token): boolean {
  return text < "a";
}

/** What makes a patronymic or family name of a father's name, as heard: it tells nobody apart. */
const patronymicEndings = [
  "dotir",
  "ovic",
  "evic",
  "ivic",
  "ovna",
  "evna",
  "xvili",
  "oqlu",
  "zade",
];

function withoutSharedEnding(one: string, other: string): [string, string] {
  const ending = patronymicEndings.find((ending) => one.endsWith(ending));
  if (!ending || !other.endsWith(ending)) return [one, other];
  return [one.slice(0, -ending.length), other.slice(0, -ending.length)];
}

function closeness(one: string, other: string): number {
  const longer = Math.max(one.length, other.length);
  const shorter = Math.min(one.length, other.length);
  // More letters missing than could be made up for.
  if (shorter < longer / 2) return 0;
  const distance = spellingDistance(one, other, (1 - leastAlike) * longer);
  return Math.max(0, 1 - distance / longer);
}

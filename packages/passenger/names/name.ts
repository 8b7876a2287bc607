import { givenNameGroups } from "./given-name-forms.ts";
import { kindOf, particleForm, type WordKind } from "./name-words.ts";
import { romanise, type RomanWord } from "./romanise.ts";
import { skeletonOf, spelledAsHeard } from "./spelling.ts";

/** A word of a name, ready to be compared. */
export interface Token {
  /** Letters a to z, and digits where it is a number. */
  readonly text: string;
  readonly kind: WordKind;
  /** See `spelledAsHeard`. */
  readonly heard: string;
  /** See `skeletonOf`. */
  readonly skeleton: string;
  /** See `givenNameGroups`. */
  readonly groups: readonly number[];
  /** From a script that leaves out short vowels. */
  readonly vowelless: boolean;
}

const vowels = /[aeiouy]/;
/** Surnames without a vowel, which are not initials. */
const vowellessNames = new Set(["ng", "hng", "hrn", "krc", "md", "mhd", "mc", "sng"]);
/** Arabic "servant of", glued to one of God's names: Abdulaziz, Abdurrahman, Abdelkader. */
const servantOf = /^(abd[aeou]l|abd[aeou]?([rsnzdt])(?=\2))(?=[a-z]{3})/;

/** The words of a name in any script, as they stand. Of any text: never throws. */
export function parseName(name: string): Token[] {
  const tokens = romanise(name).flatMap(wordsIn).map(tokenOf);
  if (tokens.some(({ kind }) => kind === "name")) return tokens;
  // A name of nothing but titles and particles: then they are the name.
  return tokens.map((token) =>
    token.kind === "initial" ? token : { ...token, kind: "name" as const },
  );
}

/** The token of some words glued together. */
export function gluedToken(tokens: readonly Token[]): Token {
  const text = tokens.map((token) => token.text).join("");
  return properToken({ text, vowelless: tokens.some(({ vowelless }) => vowelless) });
}

/** The token of a word that is a name, whatever it would be elsewhere. */
export function properToken({ text, vowelless }: RomanWord): Token {
  const heard = spelledAsHeard(text);
  const groups = givenNameGroups(text);
  return { text, kind: "name", heard, skeleton: skeletonOf(heard), groups, vowelless };
}

function wordsIn(word: RomanWord): RomanWord[] {
  const { text, vowelless } = word;
  const isInitials = text.length < 4 && !vowels.test(text) && kindOf(text) === "name";
  if (isInitials && !vowelless && !vowellessNames.has(text)) {
    return Array.from(text, (initial) => ({ text: initial, vowelless }));
  }
  const servant = servantOf.exec(text)?.[0];
  if (!servant || text.startsWith("abdullah") || text.startsWith("abdallah")) return [word];
  return [
    { text: "abdul", vowelless },
    { text: text.slice(servant.length), vowelless },
  ];
}

function tokenOf(word: RomanWord): Token {
  const kind = kindOf(word.text);
  const token = properToken(word);
  return kind === "particle"
    ? { ...token, kind, text: particleForm(word.text) }
    : { ...token, kind };
}

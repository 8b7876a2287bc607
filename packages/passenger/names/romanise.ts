import anyAscii from "any-ascii";

/** Longer names are cut here: what is beyond does not tell persons apart, and time stays bounded. */
const longestText = 400;
const mostWords = 24;
const longestWord = 32;

const apostrophes = /['’‘ʻʼʽʾʿ`´ˋˊꞌ＇\u02B9\u02C8]/gu;
const betweenWords = /[^\p{L}\p{M}\p{N}]+/u;
const arabicArticle = /(?<!\p{L})ال(?=\p{L}{3})/gu;
const middleDot = /[·・‧•]/u;
const syllabic = /^[\p{Script=Han}\p{Script=Hangul}]+$/u;
const latin = /^[\p{Script=Latin}\p{M}\p{N}]/u;
const abjad = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/u;

/** Chinese and Korean surnames of two syllables, as any-ascii romanises them. */
const twoSyllableSurnames = new Set(
  "ouyang sima zhuge shangguan huangfu dongfang situ ximen murong namgung hwangbo seonu jegal".split(
    " ",
  ),
);

/** The digits that stand for a letter in a name that was read by a machine or disguised. */
const letterOfDigit: { readonly [digit: string]: string } = {
  0: "o",
  1: "i",
  3: "e",
  4: "a",
  5: "s",
  7: "t",
  8: "b",
  9: "g",
};

/** A word of a name in letters a to z (and digits where it is a number). */
export interface RomanWord {
  readonly text: string;
  /** Its vowels are not all written: from Arabic, Hebrew or Syriac, or a script that came out without any. */
  readonly vowelless: boolean;
}

/**
 * The words of a name in any script, in letters a to z: macrons, glottal stops and other marks are
 * gone, hyphens separate. A name in Chinese characters or Hangul is parted in surname and given
 * name. At most 24 words of 32 letters each.
 */
export function romanise(name: string): RomanWord[] {
  const text = name.slice(0, longestText).normalize("NFKC").replace(apostrophes, "");
  const written = text
    .replace(arabicArticle, "al ")
    .split(betweenWords)
    .filter((word) => word !== "");
  const inSyllables = written.length === 1 && syllabic.test(written[0]!) && !middleDot.test(name);
  const words = inSyllables ? surnameAndGiven(written[0]!) : written.map(romanWord);
  return words.filter(({ text }) => text !== "").slice(0, mostWords);
}

function romanWord(word: string): RomanWord {
  const isAbjad = abjad.test(word);
  const ascii = anyAscii(isAbjad ? withVowelLetters(word) : word).toLowerCase();
  const text = lettersForDigits(ascii.replace(/[^a-z0-9]/g, "")).slice(0, longestWord);
  return { text, vowelless: isAbjad || (!latin.test(word) && !/[aeiouy]/.test(text)) };
}

// Within a word, waw and yod stand for vowels.
function withVowelLetters(word: string): string {
  return word.replace(/(?<=\p{L})[وו]/gu, "o").replace(/(?<=\p{L})[يیىי]/gu, "i");
}

function lettersForDigits(word: string): string {
  if (!/[a-z]/.test(word)) return word;
  return word.replace(/[0-9]/g, (digit) => letterOfDigit[digit] ?? "");
}

// any-ascii begins every syllable with a capital.
function surnameAndGiven(word: string): RomanWord[] {
  const syllables = anyAscii(word)
    .split(/(?=[A-Z])/)
    .map((syllable) => syllable.toLowerCase().replace(/[^a-z]/g, ""));
  const isLongSurname = twoSyllableSurnames.has(syllables.slice(0, 2).join(""));
  const surname = syllables.length > 2 && isLongSurname ? 2 : 1;
  return [syllables.slice(0, surname), syllables.slice(surname)].map((part) => ({
    text: part.join("").slice(0, longestWord),
    vowelless: false,
  }));
}

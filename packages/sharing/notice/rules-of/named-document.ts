const DOCUMENT = /passe?ports?|(?:travel|identity) documents?|(?:document|titre)s? de voyage/giu;

/** What stands between a document and its number: "no", "number:", "n°", "of Fiji", on the same sentence. */
const BETWEEN = String.raw`[^.;\n]{0,30}?(?:(?:no|nos|nr)\.[^.;\n]{0,3}?)?`;
const WORD_FOR_NUMBER = "no|nos|nr|number|numbers|num|numéro|numéros|n°|nº|#";
const START = String.raw`(?<![\p{L}\d])`;
const END = String.raw`(?![\p{L}\d]|[.,]\d|-\d)`;

/** Words of two letters that stand before a date or a count: "stamped on 20250714", "a batch of 12000", "le 20250714". */
const SMALL_WORDS =
  "an|as|at|be|by|do|go|he|if|in|is|it|me|my|no|of|on|or|so|to|up|us|we|au|de|du|en|et|le|ou|un";

/** One to three letters before five to nine digits, or two digits and two letters before five (France). */
const LETTERED = new RegExp(
  `^${BETWEEN}${START}(?:(?!(?:${SMALL_WORDS}) )[a-z]{1,2}[ -]?\\d{5,9}|[a-z]{3}\\d{5,9}|\\d{2}[a-z]{2}\\d{5})${END}`,
  "iu",
);
/** Seven to nine digits alone, or five to nine after nothing but the word for a number. */
const DIGITS = new RegExp(
  `^[\\s,:;(]*(?:${START}\\d{7,9}|(?:${WORD_FOR_NUMBER})[\\s.:#]*${START}\\d{5,9})${END}`,
  "iu",
);

/** Whether a text has what looks like the number of somebody's passport: "passport X1234567", "passeport no 12AB34567". */
export function namesDocument(text: string): boolean {
  for (const { index, 0: word } of text.matchAll(DOCUMENT)) {
    const rest = text.slice(index + word.length, index + word.length + 60);
    if (LETTERED.test(rest) || DIGITS.test(rest)) return true;
  }
  return false;
}

/** A word is cut after so many characters, where it is written and where it is looked for. */
const LONGEST = 64;
// Written in many ways in the names of the Pacific, and left out as often: Nuku'alofa.
const APOSTROPHES = /['\u2018\u2019\u201b\u02bb\u02bc\u0060\u00b4]/g;

/** The words of a text, without regard to case, accents and apostrophes; each as often as it stands there. */
export function wordsOf(text: string): string[] {
  // Lower case twice: what compatibility takes apart may be in capitals, and small letters have marks.
  const small = text.toLowerCase().normalize("NFKD").toLowerCase().normalize("NFKD");
  const plain = small.replaceAll(/\p{M}/gu, "").replaceAll(APOSTROPHES, "");
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => word.slice(0, LONGEST));
}

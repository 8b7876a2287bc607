import type { PersonName, Sex } from "./model/traveller.ts";

/** Titles that stand as a word of their own, or at the end of a given name in a PNR (AIRIMP). */
const titles: { readonly [title: string]: Sex | undefined } = {
  MR: "M",
  MSTR: "M",
  MRS: "F",
  MS: "F",
  MISS: "F",
  MADAM: "F",
  MX: undefined,
  DR: undefined,
  PROF: undefined,
  REV: undefined,
  SIR: "M",
  CHD: undefined,
  INF: undefined,
};
/** Those of them that reservation systems write onto the name, `JOHNMR`; the longest first. */
const gluedTitles = ["MSTR", "MISS", "MRS", "MR", "MS"];
/** Given names that end as a title does. */
const namesLikeTitles = new Set([
  "AMR",
  "SAMR",
  "OMR",
  "QAMR",
  "ADAMS",
  "ABRAMS",
  "WILLIAMS",
  "GRAHAMS",
  "JAMS",
  "SIMS",
  "TOMS",
  "THOMS",
  "SHAMS",
  "HELMS",
]);

/** A name of a PAXLST message or a document, in which titles are words of their own if they are there. */
export function readName(surname: string, given: string, middle = ""): PersonName {
  const [known, found] = withoutTitleWords(given);
  const raw = { surname, given, middle };
  return { surname, given: known, middle, titles: found, raw };
}

/** A name of a PNR (TIF, DOCS, INFT), where titles may stand on the given name. A known sex must agree. */
export function readPnrName(surname: string, given: string, middle = "", sex?: Sex): PersonName {
  const name = readName(surname, given, middle);
  if (name.titles.length > 0) return name;
  const title = gluedTitle(given, sex);
  if (title === undefined) return name;
  return { ...name, given: given.slice(0, -title.length).trim(), titles: [title] };
}

function withoutTitleWords(given: string): [string, string[]] {
  const words = given.split(/\s+/);
  let kept = words.length;
  while (kept > 1 && isTitle(words[kept - 1]!)) kept -= 1;
  if (kept === words.length) return [given, []];
  const found = words.slice(kept).map((word) => word.toUpperCase());
  return [words.slice(0, kept).join(" "), found];
}

function isTitle(word: string): boolean {
  return Object.hasOwn(titles, word.toUpperCase());
}

function gluedTitle(given: string, sex: Sex | undefined): string | undefined {
  const name = given.toUpperCase();
  if (namesLikeTitles.has(name.split(/\s+/).at(-1)!)) return undefined;
  const title = gluedTitles.find((title) => name.endsWith(title) && name.length > title.length + 1);
  if (title === undefined) return undefined;
  const says = titles[title];
  const contradicts = (sex === "M" || sex === "F") && says !== undefined && says !== sex;
  return contradicts ? undefined : title;
}

/** The characters that structure an interchange, as byte values (ISO 9735, service string advice UNA). */
export interface ServiceCharacters {
  readonly component: number;
  readonly element: number;
  readonly release: number;
  readonly terminator: number;
}

/** Where an interchange begins in what came so far. */
export interface Beginning {
  readonly characters: ServiceCharacters;
  /** The service string advice as it stands, `UNA:+.? '`; null where there is none. */
  readonly advice: string | null;
  /** The service string advice contradicts the segment after it. */
  readonly adviceWrong: boolean;
  /** Where the first segment begins, UNB as a rule. */
  readonly at: number;
}

/** How far after its beginning the next segment of an interchange is looked for. */
const HEADER_BYTES = 1024;
/** How far before it a service string advice may stand. */
const ADVICE_BYTES = 64;
/** What is kept of text in which no interchange has begun: more than any of the patterns needs. */
export const KEPT_BYTES = 512;

// A telex line may break anywhere: inside a tag, between a tag and its separator.
const WRAP = "[\\r\\n]{0,4}";
const GAP = "[ \\r\\n]{0,8}";
const wrapped = (letters: string) => letters.split("").join(WRAP);
const SEPARATOR = "([^A-Za-z0-9\\s]|[\\x1c-\\x1f])";
const SYNTAX = `(?:${wrapped("UNO")}${WRAP}[A-Z]|${wrapped("IAT")}${WRAP}[AB])`;
const TYPE = `(?:${wrapped("PAXLST")}|${wrapped("PNRGOV")})`;
const interchange = `${wrapped("UNB")}${GAP}${SEPARATOR}${WRAP}${SYNTAX}${WRAP}${SEPARATOR}`;
const message = `${wrapped("UNH")}${GAP}${SEPARATOR}[A-Za-z0-9 \\r\\n-]{1,80}?\\3${WRAP}${TYPE}${WRAP}${SEPARATOR}`;
const beginning = new RegExp(`(?<![A-Za-z0-9])${interchange}|(?<![A-Za-z0-9])${message}`, "g");
const advised = new RegExp(`(?<![A-Za-z0-9])${wrapped("UNA")}(?![A-Za-z0-9])`, "g");
const nextSegment = new RegExp(`(\\S)\\s*${wrapped("UN")}${WRAP}[GH]${GAP}`, "g");

const code = (text: string) => text.charCodeAt(0);
const QUOTE = code("'");
const QUESTION = code("?");
/** Separators of level B (ISO 9735): information separators 4 and 3 instead of `'` and `+`. */
const IS4 = 0x1c;
const IS3 = 0x1d;

/**
 * The beginning of the first interchange in some text, one character a byte; "more" where one is there
 * and more of it must come to tell its separators. `ended` says that no more will; `from` where to look, 1
 * where the text is the end of a longer one: what stands before a tag must be seen. What it answers does
 * not depend on how much has come beyond what it needs.
 */
export function findBeginning(text: string, ended: boolean, from = 0): Beginning | "none" | "more" {
  beginning.lastIndex = from;
  const found = beginning.exec(text);
  if (!found) return "none";
  const [head, elementB, componentB, elementH, componentH] = found;
  const headEnd = found.index + head.length;
  const header = text.slice(headEnd, headEnd + HEADER_BYTES);
  const element = code(elementB ?? elementH ?? "+");
  const component = code(componentB ?? componentH ?? ":");
  const seen = elementB ? terminatorIn(header, element) : undefined;
  if (elementB && seen === undefined && header.length < HEADER_BYTES && !ended) return "more";

  const { advice, said } = adviceBefore(text.slice(0, found.index));
  const fallback = element === IS3 ? IS4 : QUOTE;
  const terminator = seen ?? said?.terminator ?? fallback;
  const agrees = said?.element === element && said.component === component;
  return {
    characters: {
      component,
      element,
      release: agrees ? said.release : QUESTION,
      terminator,
    },
    advice,
    adviceWrong: advice !== null && !(agrees && said.terminator === terminator),
    at: found.index,
  };
}

/** What stands before the first UNG or UNH that an element separator follows. */
function terminatorIn(header: string, element: number): number | undefined {
  nextSegment.lastIndex = 0;
  for (let next = nextSegment.exec(header); next; next = nextSegment.exec(header)) {
    const before = code(next[1]!);
    if (header.charCodeAt(nextSegment.lastIndex) === element && !isWordCharacter(before)) {
      return before;
    }
  }
  return undefined;
}

function isWordCharacter(byte: number): boolean {
  return /[A-Za-z0-9]/.test(String.fromCharCode(byte));
}

/** The six characters of a service string advice, or the five of one that has lost its space. */
function adviceBefore(before: string): {
  readonly advice: string | null;
  readonly said?: ServiceCharacters;
} {
  const near = before.slice(-ADVICE_BYTES);
  const [last] = [...near.matchAll(advised)].slice(-1);
  if (!last) return { advice: null };
  const characters = near.slice(last.index + last[0].length).replace(/[\r\n]/g, "");
  const advice = `UNA${characters.slice(0, 6)}`;
  const [component, element, , release = "?", fifth, sixth] = characters;
  const terminator = sixth?.trim() ? sixth : fifth?.trim();
  if (!component || !element) return { advice };
  return {
    advice,
    said: {
      component: code(component),
      element: code(element),
      // A space says that there is no release character.
      release: release === " " ? -1 : code(release),
      terminator: terminator ? code(terminator) : QUOTE,
    },
  };
}

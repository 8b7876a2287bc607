import type { Random } from "./random.ts";

/** One character a byte, so that any bytes are a text. */
type Bytes = string;
/** Changes a message; `other` is a second one to take from. */
type Mutation = (message: Bytes, random: Random, other: Bytes) => Bytes;

/** Inputs are cut here: longer ones find nothing that these do not, and fewer are tried. */
export const LONGEST = 48 * 1024;

const words = [
  ..."' + : ? * \0 \n \r \x1a \t".split(" "),
  " ",
  ..."UNA:+.?*' UNA:+,?\x20' UNB+UNOA:4 UNB+UNOY:4 UNB+IATA:1 UNH+1+PAXLST:D UNH+1+PNRGOV UNT+ UNZ+ UNG+ UNE+".split(
    " ",
  ),
  ..."SRC' TIF+A+B:A:1' NAD+FL+++A:B' ABI+4' MSG+9' EQN+9' TRI++1' TDT+20++1+++++A1:103::B'".split(
    " ",
  ),
  ..."constructor __proto__ toString 00000000 99999999 -1 1e309 NaN 9007199254740993".split(" "),
];
const separators = ["'", "+", ":", "?"];
/** What a service string advice may have. */
const characters = [...separators, "*", ".", ",", " ", "\n", "~", "A", "\0"];
/** The first bytes of characters of several: the rest is missing. */
const cutCharacters = [
  "\xc3",
  "\xe2\x82",
  "\xf0\x9f\x92",
  "\xed\xa0\x80",
  "\xff\xfe",
  "\xef\xbb\xbf",
];

export const mutations = {
  "bytes changed": (message, random) => {
    const at = random.below(message.length + 1);
    const byte = String.fromCharCode(random.below(256));
    return message.slice(0, at) + byte + message.slice(at + 1);
  },
  "bytes taken out": (message, random) => {
    const at = random.below(message.length + 1);
    return message.slice(0, at) + message.slice(at + random.size(2_000));
  },
  "a word put in": (message, random) => insert(message, random, random.of(words)),
  "a character cut short": (message, random) => insert(message, random, random.of(cutCharacters)),
  "cut short": (message, random) => message.slice(0, random.below(message.length + 1)),
  "segment left out": (message, random) =>
    withSegments(message, (segments) => {
      segments.splice(random.below(segments.length), random.size(20));
    }),
  "segments swapped": (message, random) =>
    withSegments(message, (segments) => {
      const [one, two] = [random.below(segments.length), random.below(segments.length)];
      [segments[one], segments[two]] = [segments[two]!, segments[one]!];
    }),
  "segments repeated": (message, random) =>
    withSegments(message, (segments) => {
      const from = random.below(segments.length);
      const some = segments.slice(from, from + random.size(30));
      const times = random.size(100);
      for (let time = 0; time < times; time++) segments.splice(from, 0, ...some);
    }),
  "segments of another": (message, random, other) =>
    withSegments(message, (segments) => {
      const others = other.split("'");
      const from = random.below(others.length);
      segments.splice(
        random.below(segments.length),
        0,
        ...others.slice(from, from + random.size(60)),
      );
    }),
  "another message after it": (message, _random, other) => message + other,
  "service string changed": (message, random) => {
    const rest = message.replace(/^UNA.{0,6}/s, "");
    const advice = Array.from({ length: random.below(8) }, () => random.of(characters));
    return `UNA${advice.join("")}${rest}`;
  },
  "separators exchanged": (message, random) => {
    const [one, two] = [random.of(separators), random.of([...separators, "*"])];
    return message.replaceAll(one, (found) => (random.below(3) === 0 ? two : found));
  },
  "counts changed": (message, random) =>
    message.replaceAll(/(UNT|UNZ|UNE|EQN|CNT\+4[12]:)\+?\d+/g, (found, tag: string) =>
      random.below(2) === 0
        ? `${tag}+${random.of(["0", "1", "99999999999", "-1", "A", ""])}`
        : found,
    ),
  "part of a message": (message, random) => {
    const place = random.of([
      `${random.below(120)}:C`,
      `${random.below(120)}`,
      "2:F",
      "0:C",
      ":F",
      "1:X",
    ]);
    return message.replaceAll(/(UNH\+[^']*)'/g, `$1+K+${place}'`);
  },
  "elements repeated": (message, random) =>
    withSegment(message, random, (segment) => {
      const elements = segment.split("+");
      const from = random.below(elements.length);
      const some = elements.slice(from, from + 2);
      return [...elements, ...Array.from({ length: random.size(600) }, () => some).flat()].join(
        "+",
      );
    }),
  "components repeated": (message, random) =>
    withSegment(message, random, (segment) => `${segment}${":A".repeat(random.size(2_000))}`),
  "a long value": (message, random) =>
    withSegment(message, random, (segment) => {
      const at = random.below(segment.length + 1);
      const long = random.of(["A", "/", " MR", "*", "4111 ", "?+", "\xe2\x82\xac"]);
      return segment.slice(0, at) + long.repeat(random.size(4_000)) + segment.slice(at);
    }),
  "digits changed": (message, random) =>
    withSegment(message, random, (segment) =>
      segment.replaceAll(/\d/g, () => String(random.below(10))),
    ),
  "character set changed": (message, random) =>
    message.replace(
      /UNO[A-Z]|IATA/,
      random.of(["UNOA", "UNOB", "UNOC", "UNOY", "UNOX", "IATA", ""]),
    ),
} as const satisfies { readonly [name: string]: Mutation };

const names = Object.keys(mutations) as readonly (keyof typeof mutations)[];

/** An input: one of some messages, changed in one to eight ways that follow from the choices. */
export function mutated(seeds: readonly Bytes[], random: Random): Buffer {
  let message = random.of(seeds);
  for (let times = random.size(8); times > 0; times--) {
    message = mutations[random.of(names)](message, random, random.of(seeds)).slice(0, LONGEST);
  }
  return Buffer.from(message, "latin1");
}

function insert(message: Bytes, random: Random, what: Bytes): Bytes {
  const at = random.below(message.length + 1);
  return message.slice(0, at) + what + message.slice(at);
}

function withSegments(message: Bytes, change: (segments: Bytes[]) => void): Bytes {
  const segments = message.split("'");
  change(segments);
  return segments.join("'");
}

function withSegment(message: Bytes, random: Random, change: (segment: Bytes) => Bytes): Bytes {
  return withSegments(message, (segments) => {
    const at = random.below(segments.length);
    segments[at] = change(segments[at]!);
  });
}

import type { SegmentBuffer } from "./segment.ts";
import type { ServiceCharacters } from "./service-characters.ts";

/** What is to be done after a segment. */
export type Next = "continue" | "stop";

/** Splits the bytes of one interchange into segments, however they are cut into chunks. */
export interface Tokenizer {
  /**
   * Takes bytes from an index on. Returns where it stopped: the length, unless the interchange ended or
   * another began.
   */
  push(bytes: Uint8Array, from: number): number;
  /** No more bytes will come: hands over what stands without a terminator. */
  end(): void;
  /** A service string advice stood where a segment should begin: another interchange begins there. */
  readonly sawAdvice: boolean;
  setCharset(charset: string): void;
}

// What a byte is; separators stand between data and the rest.
const DATA = 0;
const COMPONENT = 1;
const ELEMENT = 2;
const TERMINATOR = 3;
const RELEASE = 4;
const LINE_BREAK = 5;
const CONTROL = 6;

const LETTER_A = 65;
const SPACE = 32;

function kindsOf(characters: ServiceCharacters): Uint8Array {
  const kinds = new Uint8Array(256);
  kinds.fill(CONTROL, 0, 32);
  kinds[0x09] = DATA;
  kinds[0x0a] = LINE_BREAK;
  kinds[0x0d] = LINE_BREAK;
  kinds[characters.component] = COMPONENT;
  kinds[characters.element] = ELEMENT;
  if (characters.release >= 0) kinds[characters.release] = RELEASE;
  kinds[characters.terminator] = TERMINATOR;
  return kinds;
}

/**
 * `take` gets each segment that is not empty, in the buffer that is given: one serves for all interchanges of a
 * stream, one after the other. Line breaks are dropped wherever they stand.
 */
export function createTokenizer(
  characters: ServiceCharacters,
  segment: SegmentBuffer,
  take: (segment: SegmentBuffer) => Next,
): Tokenizer {
  const kinds = kindsOf(characters);
  segment.clear();
  const { bytes: stored, ends, firsts } = segment;
  let released = false;
  let sawAdvice = false;

  /** Whether the first component of a segment, now whole, begins another interchange. */
  function isAdvice(size: number): boolean {
    const last = stored[size - 1];
    if (size < 3 || size > 16 || (last !== LETTER_A && last !== SPACE)) return false;
    return stored.toString("latin1", 0, size).trim() === "UNA";
  }

  /** The last component of the segment is whole, and the segment with it. */
  function finish(): Next {
    if (segment.elementCount === 0) segment.firsts[segment.elementCount++] = 0;
    if (segment.componentCount < ends.length) ends[segment.componentCount++] = segment.size;
    else segment.overflow ??= "too-many-components";
    segment.complete();
    const next = segment.isNothing ? "continue" : take(segment);
    segment.clear();
    return next;
  }

  function push(bytes: Uint8Array, from: number): number {
    const { length } = bytes;
    // What changes with each byte stands in locals, and in the segment only where another looks at it.
    let { size, seenBits, componentCount, elementCount } = segment;
    let i = from;
    for (; i < length; i++) {
      const byte = bytes[i]!;
      const kind = kinds[byte]!;
      if (kind === LINE_BREAK) continue;
      if (kind === DATA || released) {
        released = false;
        if (size < stored.length) stored[size++] = byte;
        else segment.overflow ??= "segment-too-long";
        seenBits |= byte;
      } else if (kind <= ELEMENT) {
        if (componentCount === 0) {
          if (isAdvice(size)) {
            sawAdvice = true;
            segment.clear();
            return i;
          }
          firsts[elementCount++] = 0;
        }
        if (componentCount === ends.length) {
          segment.overflow ??= "too-many-components";
          continue;
        }
        ends[componentCount++] = size;
        if (kind === ELEMENT) firsts[elementCount++] = componentCount;
      } else if (kind === TERMINATOR) {
        segment.fill(size, seenBits, componentCount, elementCount);
        if (finish() === "stop") return i + 1;
        size = seenBits = componentCount = elementCount = 0;
      } else if (kind === RELEASE) {
        released = true;
      } else {
        segment.hasControls = true;
      }
    }
    segment.fill(size, seenBits, componentCount, elementCount);
    return length;
  }

  function end(): void {
    released = false;
    if (segment.size > 0 || segment.componentCount > 0) finish();
  }

  return {
    push,
    end,
    get sawAdvice() {
      return sawAdvice;
    },
    setCharset(charset) {
      segment.charset = charset;
    },
  };
}

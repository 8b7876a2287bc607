import { Buffer } from "node:buffer";
import type { Limits } from "../limits.ts";
import { SegmentBuffer } from "./segment.ts";
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

// What a byte is. Data first: it is asked for each byte.
const DATA = 0;
const COMPONENT = 1;
const ELEMENT = 2;
const TERMINATOR = 3;
const RELEASE = 4;
const LINE_BREAK = 5;
const CONTROL = 6;

const ADVICE = Buffer.from("UNA");

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

/** `take` gets each segment that is not empty. Line breaks are dropped wherever they stand. */
export function createTokenizer(
  characters: ServiceCharacters,
  limits: Limits,
  take: (segment: SegmentBuffer) => Next,
): Tokenizer {
  const kinds = kindsOf(characters);
  const segment = new SegmentBuffer(limits.segmentBytes, limits.segmentComponents);
  const { bytes: stored, ends, firsts } = segment;
  let released = false;
  let sawAdvice = false;

  function append(byte: number): void {
    if (segment.size === stored.length) {
      segment.overflow ??= "segment-too-long";
      return;
    }
    stored[segment.size++] = byte;
    segment.seenBits |= byte;
  }

  function endComponent(): void {
    if (segment.componentCount === ends.length) {
      segment.overflow ??= "too-many-components";
      return;
    }
    if (segment.elementCount === 0) firsts[segment.elementCount++] = 0;
    ends[segment.componentCount++] = segment.size;
  }

  function beginElement(): void {
    if (segment.overflow === undefined) firsts[segment.elementCount++] = segment.componentCount;
  }

  function isAdvice(): boolean {
    if (segment.componentCount > 0 || segment.size < ADVICE.length) return false;
    return stored.latin1Slice(0, segment.size).trim() === "UNA";
  }

  function finish(): Next {
    endComponent();
    const isEmpty = segment.size === 0 && segment.componentCount === 1;
    let next: Next = "continue";
    if (!isEmpty) {
      segment.complete();
      if (segment.tag !== "" || segment.elementCount > 1) next = take(segment);
    }
    segment.clear();
    return next;
  }

  function push(bytes: Uint8Array, from: number): number {
    const { length } = bytes;
    let size = segment.size;
    let bits = segment.seenBits;
    for (let i = from; i < length; i++) {
      const byte = bytes[i]!;
      const kind = kinds[byte]!;
      if (kind === DATA && !released && size < stored.length) {
        stored[size++] = byte;
        bits |= byte;
        continue;
      }
      if (kind === LINE_BREAK) continue;
      segment.size = size;
      segment.seenBits = bits;
      if (released) {
        released = false;
        append(byte);
      } else if (kind === COMPONENT || kind === ELEMENT) {
        if (segment.componentCount === 0 && isAdvice()) {
          sawAdvice = true;
          segment.clear();
          return i;
        }
        endComponent();
        if (kind === ELEMENT) beginElement();
      } else if (kind === TERMINATOR) {
        if (finish() === "stop") return i + 1;
      } else if (kind === RELEASE) {
        released = true;
      } else if (kind === CONTROL) {
        segment.hasControls = true;
      } else {
        append(byte);
      }
      size = segment.size;
      bits = segment.seenBits;
    }
    segment.size = size;
    segment.seenBits = bits;
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

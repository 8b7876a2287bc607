import { Buffer } from "node:buffer";
import type { Limits } from "../limits.ts";
import { type Decoding, decodingOf } from "./charset.ts";

/** What a segment is refused for. */
export type Overflow = "segment-too-long" | "too-many-components";

/**
 * One segment of a message, as the tokenizer hands it over. There is one object for all segments of an
 * interchange: take what is needed, keep no reference. Elements and components are counted from 1, as
 * the guides write them; element 0 is the tag.
 */
export interface Segment {
  readonly tag: string;
  /** Elements after the tag. */
  readonly elements: number;
  /** How many components an element has; 0 where it is absent. */
  components(element: number): number;
  /** A component without its release characters, line breaks and outer spaces; "" where absent. */
  at(element: number, component?: number): string;
  /** An element with its components joined by `:`. */
  element(element: number): string;
  /** All elements from one on, joined by `+` and `:` whatever the message's own separators are. */
  text(from?: number): string;
}

const A = 65;
const LETTERS = 26;
/** Tags of three letters, each made into text once. */
const tags: (string | undefined)[] = Array.from({ length: LETTERS ** 3 });

/** The segment that the tokenizer fills: its bytes in a row, and where components and elements end. */
export class SegmentBuffer implements Segment {
  readonly bytes: Buffer;
  /** Where each component ends in the bytes; the next begins there. */
  readonly ends: Uint32Array;
  /** The first component of each element; the first element is the tag. */
  readonly firsts: Uint32Array;
  size = 0;
  componentCount = 0;
  elementCount = 0;
  /** All bytes of the segment in one, to see whether any is above 127. */
  seenBits = 0;
  hasControls = false;
  overflow: Overflow | undefined;
  tag = "";
  charset = "ascii";
  #text: string | undefined;
  #decoding: Decoding | undefined;

  constructor({ segmentBytes, segmentComponents }: Limits) {
    this.bytes = Buffer.allocUnsafe(segmentBytes);
    this.ends = new Uint32Array(segmentComponents);
    this.firsts = new Uint32Array(segmentComponents + 1);
  }

  clear(): void {
    this.size = 0;
    this.componentCount = 0;
    this.elementCount = 0;
    this.seenBits = 0;
    this.hasControls = false;
    this.overflow = undefined;
    this.#text = undefined;
    this.#decoding = undefined;
  }

  /** What has been read of the segment so far. */
  fill(size: number, seenBits: number, componentCount: number, elementCount: number): void {
    this.size = size;
    this.seenBits = seenBits;
    this.componentCount = componentCount;
    this.elementCount = elementCount;
  }

  /** Called when the segment is whole, before it is handed over. */
  complete(): void {
    this.tag = this.#tag();
  }

  /** Nothing but spaces stood before the terminator. */
  get isNothing(): boolean {
    const hasText = this.tag !== "" || this.elementCount > 1;
    return !hasText && !this.hasControls && this.overflow === undefined;
  }

  get elements(): number {
    return this.elementCount - 1;
  }

  /** Whether bytes are of another character set than the declared one. */
  get undeclaredCharset(): boolean {
    return this.seenBits > 127 && this.#decode().undeclared;
  }

  components(element: number): number {
    if (element < 0 || element >= this.elementCount) return 0;
    return this.#after(element) - this.firsts[element]!;
  }

  at(element: number, component = 1): string {
    if (component < 1 || component > this.components(element)) return "";
    return this.#component(this.firsts[element]! + component - 1);
  }

  element(element: number): string {
    const count = this.components(element);
    if (count < 2) return this.at(element);
    const parts: string[] = [];
    for (let i = 1; i <= count; i++) parts.push(this.at(element, i));
    return parts.join(":");
  }

  text(from = 1): string {
    const parts: string[] = [];
    for (let i = from; i < this.elementCount; i++) parts.push(this.element(i));
    return parts.join("+");
  }

  #after(element: number): number {
    return element + 1 < this.elementCount ? this.firsts[element + 1]! : this.componentCount;
  }

  #component(index: number): string {
    const start = index === 0 ? 0 : this.ends[index - 1]!;
    const end = this.ends[index]!;
    if (start === end) return "";
    if (this.seenBits > 127) return this.#decode().decode(this.bytes.subarray(start, end)).trim();
    this.#text ??= this.bytes.toString("latin1", 0, this.size);
    return this.#text.substring(start, end).trim();
  }

  #decode(): Decoding {
    this.#decoding ??= decodingOf(this.bytes.subarray(0, this.size), this.charset);
    return this.#decoding;
  }

  #tag(): string {
    const { bytes } = this;
    if (this.ends[0] !== 3) return this.at(0);
    const first = bytes[0]! - A;
    const second = bytes[1]! - A;
    const third = bytes[2]! - A;
    const isLetters = first >>> 0 < LETTERS && second >>> 0 < LETTERS && third >>> 0 < LETTERS;
    if (!isLetters) return this.at(0);
    const index = (first * LETTERS + second) * LETTERS + third;
    return (tags[index] ??= this.at(0));
  }
}

import { asOne } from "@talanoa/passenger/assemble.ts";
import type { ReadMessage } from "@talanoa/passenger/message-frame.ts";
import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";

/** A part of a message, as far as it must be known to tell whose it is. */
export interface Part {
  /** From 1. */
  readonly number: number;
  readonly isLast: boolean;
  /** It was not cut short. */
  readonly isSound: boolean;
  /** When its interchange was prepared (Unix ms); null where that is not told. */
  readonly preparedAt: number | null;
  /** Keyed hashes of what it says: two parts that have one in common say the same. */
  readonly content: readonly Buffer[];
  /** As it was sent. */
  readonly bytes: number;
  /** Or PNRs, where there are more. */
  readonly travellers: number;
  /** It says what a part said that was screened already. */
  readonly repeats: boolean;
  /** It has just come, and has no row yet. */
  readonly isNew: boolean;
  /** The part itself; null once it is held no more. */
  read(): Promise<ReadMessage | null>;
}

/** One sending of a message, of which some parts came; another one may have the same reference. */
export class OpenPush {
  /** By which its rows are found. */
  readonly id: Buffer;
  /** When its first part came (Unix ms). */
  readonly since: number;
  readonly #parts = new Map<number, Part>();

  constructor(id: Buffer, since: number) {
    this.id = id;
    this.since = since;
  }

  get parts(): Part[] {
    return [...this.#parts.values()].sort((a, b) => a.number - b.number);
  }

  add(part: Part): void {
    this.#parts.set(part.number, part);
  }

  get bytes(): number {
    return this.parts.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get travellers(): number {
    return this.parts.reduce((sum, { travellers }) => sum + travellers, 0);
  }

  get isWhole(): boolean {
    return this.#parts.size === this.#total;
  }

  /** By how many ms a part was prepared before or after the nearest of these; 0 where that is not known. */
  distance({ preparedAt }: Part): number {
    const times = this.#times;
    if (preparedAt === null || times.length === 0) return 0;
    return Math.min(...times.map((time) => Math.abs(time - preparedAt)));
  }

  /** Whether all of it was prepared before another; also where that is not known. */
  isBefore(other: OpenPush): boolean {
    return !(Math.max(...this.#times) >= Math.min(...other.#times));
  }

  /** Whether a part cannot be of it: it says otherwise than the one that came, or there is no such part. */
  contradicts({ number, isLast, content }: Part): boolean {
    const before = this.#parts.get(number);
    // What was cut short may come again whole.
    if (before?.isSound && !before.content.some((one) => content.some((its) => its.equals(one)))) {
      return true;
    }
    return number > this.#total || (isLast && number < Math.max(...this.#parts.keys()));
  }

  /** It as far as it came; null when nothing of it is held any more. */
  async message(): Promise<PassengerMessage | null> {
    const parts: ReadMessage[] = [];
    for (const part of this.parts) {
      const read = await part.read();
      if (read) parts.push(read);
    }
    return parts.length > 0 ? asOne(parts) : null;
  }

  get #total(): number {
    return this.parts.find(({ isLast }) => isLast)?.number ?? Infinity;
  }

  get #times(): number[] {
    return this.parts.flatMap(({ preparedAt }) => preparedAt ?? []);
  }
}

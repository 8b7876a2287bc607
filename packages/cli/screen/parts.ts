import { type Assembler, createAssembler, keyOf } from "@talanoa/passenger/assemble.ts";
import type { ReadMessage } from "@talanoa/passenger/message-frame.ts";
import { limits } from "@talanoa/passenger/limits.ts";
import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";

/** A message, and the files in which it stood. */
export interface Found {
  readonly message: PassengerMessage;
  readonly files: readonly string[];
}

interface Waiting {
  readonly file: string;
  readonly read: ReadMessage;
}

/**
 * Messages that were sent in several parts: joined within a file, and across files where these have each part
 * once. What was never whole comes at the end, file by file with the parts that it has.
 */
export class Parts {
  /** By the key of their message. */
  readonly #waiting = new Map<string, Waiting[]>();
  #bytes = 0;

  /** For the reading of one file; at its end `over` is to be called. */
  of(file: string): Assembler & { over(): void } {
    const inner = createAssembler();
    return {
      add: inner.add,
      flush: () => [],
      over: () => {
        const waiting = Map.groupBy(inner.waiting(), ({ message }) => keyOf(message));
        for (const [key, reads] of waiting) this.#wait(key, file, reads);
      },
    };
  }

  #wait(key: string, file: string, reads: readonly ReadMessage[]): void {
    const its = this.#waiting.get(key) ?? [];
    this.#waiting.set(key, its);
    for (const read of reads) {
      its.push({ file, read });
      this.#bytes += read.bytes;
    }
  }

  /** What no file has whole, when so much waits that it must be given up; all of it at the end. */
  *rest(atEnd: boolean): Generator<Found> {
    if (!atEnd && this.#bytes <= limits.openBytes) return;
    for (const [key, its] of this.#waiting) {
      this.#waiting.delete(key);
      for (const { read } of its) this.#bytes -= read.bytes;
      yield* foundIn(its);
      if (!atEnd && this.#bytes <= limits.openBytes) return;
    }
  }
}

function foundIn(waiting: readonly Waiting[]): Found[] {
  const numbers = new Set(waiting.map(({ read }) => read.message.transfer?.part));
  if (numbers.size === waiting.length) {
    const [found] = joined(waiting);
    if (found?.message.complete) return [found];
  }
  return [...Map.groupBy(waiting, ({ file }) => file).values()].flatMap(joined);
}

function joined(waiting: readonly Waiting[]): Found[] {
  const assembler = createAssembler();
  const messages = waiting.flatMap(({ read }) => assembler.add(read));
  const files = [...new Set(waiting.map(({ file }) => file))];
  return [...messages, ...assembler.flush()].map((message) => ({ message, files }));
}

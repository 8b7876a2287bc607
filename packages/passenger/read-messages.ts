import { type Assembler, createAssembler } from "./assemble.ts";
import { createInterchangeStream } from "./edifact/stream.ts";
import { issueOf } from "./issue.ts";
import { type Limits, limits as defaults } from "./limits.ts";
import type { EnvelopeIssues, PassengerMessage } from "./model/message.ts";
import { BLOCK_BYTES, Patience } from "./patience.ts";

export interface ReadOptions {
  readonly limits?: Partial<Limits>;
  /**
   * Joins the parts of messages over several readings, as they come in transmissions of their own; what
   * still waits at the end stays in it. Without one, parts are joined within the reading.
   */
  readonly assembler?: Assembler;
}

/** What a reading gives: messages, and what is wrong with interchanges themselves. */
export type Reading = PassengerMessage | EnvelopeIssues;

/** Takes bytes as they come and gives what has become whole. Never throws, whatever the bytes are. */
export interface MessageReader {
  push(chunk: Uint8Array): Reading[];
  /** No more will come: gives what is left, cut short or not. */
  end(): Reading[];
  /** The stream was given up (limits): what still comes of it is not looked at. */
  readonly gaveUp: boolean;
}

/** For who holds the loop; others use readMessages. */
export function createMessageReader(options: ReadOptions = {}): MessageReader {
  const limits = { ...defaults, ...options.limits };
  const assembler = options.assembler ?? createAssembler(limits);
  const patience = new Patience(limits);
  let readings: Reading[] = [];
  let inBlock = 0;
  let gaveUp = false;
  const stream = createInterchangeStream(limits, {
    message(read) {
      if (gaveUp) return;
      if (read.message.complete) patience.whole();
      for (const message of assembler.add(read)) take(message);
    },
    issues: take,
  });

  function take(reading: Reading): void {
    if (gaveUp) return;
    readings.push(reading);
    patience.reading(reading);
    look();
  }

  function look(): void {
    if (gaveUp || !patience.isOver) return;
    gaveUp = true;
    readings.push({ kind: "envelope", issues: [issueOf("given-up", { tag: "", position: 0 })] });
  }

  function taken(): Reading[] {
    const done = readings;
    readings = [];
    return done;
  }

  return {
    push(chunk) {
      for (let at = 0; at < chunk.length && !gaveUp;) {
        const some = chunk.subarray(at, at + BLOCK_BYTES - inBlock);
        stream.push(some);
        at += some.length;
        inBlock = (inBlock + some.length) % BLOCK_BYTES;
        if (inBlock > 0) continue;
        patience.block();
        // What is open is told with what it was refused for.
        if (patience.isOver) stream.end();
        look();
      }
      return taken();
    },
    end() {
      if (!gaveUp) stream.end();
      if (!options.assembler) readings.push(...assembler.flush());
      return taken();
    },
    get gaveUp() {
      return gaveUp;
    },
  };
}

/**
 * PAXLST and PNRGOV messages in a stream of bytes, one after the other, each as soon as it is whole.
 * Memory is bounded by the limits, not by the stream; one that is given up is not read to its end. How
 * the bytes are cut into chunks changes nothing.
 */
export async function* readMessages(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<Reading, void, undefined> {
  const reader = createMessageReader(options);
  for await (const chunk of chunks) {
    // What is whole is given on before more is read.
    for (let at = 0; at < chunk.length && !reader.gaveUp; at += BLOCK_BYTES) {
      yield* reader.push(chunk.subarray(at, at + BLOCK_BYTES));
    }
    if (reader.gaveUp) break;
  }
  yield* reader.end();
}

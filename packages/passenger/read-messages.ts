import { type Assembler, createAssembler } from "./assemble.ts";
import { createInterchangeStream } from "./edifact/stream.ts";
import { type Limits, limits as defaults } from "./limits.ts";
import type { EnvelopeIssues, PassengerMessage } from "./model/message.ts";

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
}

/** For who holds the loop; others use readMessages. */
export function createMessageReader(options: ReadOptions = {}): MessageReader {
  const limits = { ...defaults, ...options.limits };
  const assembler = options.assembler ?? createAssembler(limits);
  let readings: Reading[] = [];
  const stream = createInterchangeStream(limits, {
    message(read) {
      readings.push(...assembler.add(read));
    },
    issues(issues) {
      readings.push(issues);
    },
  });

  function taken(): Reading[] {
    const done = readings;
    readings = [];
    return done;
  }

  return {
    push(chunk) {
      stream.push(chunk);
      return taken();
    },
    end() {
      stream.end();
      if (!options.assembler) readings.push(...assembler.flush());
      return taken();
    },
  };
}

/** How much is read before what is whole is given on. */
const SLICE_BYTES = 64 * 1024;

/**
 * PAXLST and PNRGOV messages in a stream of bytes, one after the other, each as soon as it is whole.
 * Memory is bounded by the limits, not by the stream. How the bytes are cut into chunks changes nothing.
 */
export async function* readMessages(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<Reading, void, undefined> {
  const reader = createMessageReader(options);
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
      yield* reader.push(chunk.subarray(at, at + SLICE_BYTES));
    }
  }
  yield* reader.end();
}

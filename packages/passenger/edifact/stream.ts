import { Buffer } from "node:buffer";
import { issueOf } from "../issue.ts";
import type { Limits } from "../limits.ts";
import {
  type InterchangeReader,
  type InterchangeSink,
  createInterchangeReader,
} from "./interchange.ts";
import { SegmentBuffer } from "./segment.ts";
import { KEPT_BYTES, findBeginning } from "./service-characters.ts";
import { type Tokenizer, createTokenizer } from "./tokenizer.ts";

/** Finds the interchanges in a stream of bytes and reads them, however the stream is cut. */
export interface InterchangeStream {
  push(chunk: Uint8Array): void;
  /** No more will come. */
  end(): void;
}

/** How much of what stands between interchanges is looked at in one go. */
const STEP_BYTES = 4096;
const nothing = Buffer.alloc(0);

interface OpenInterchange {
  readonly tokenizer: Tokenizer;
  readonly reader: InterchangeReader;
  over: boolean;
}

export function createInterchangeStream(limits: Limits, sink: InterchangeSink): InterchangeStream {
  /** What came since the last interchange and may hold the beginning of the next. */
  let between: Buffer = nothing;
  /** Some of what came before it has been let go. */
  let isTail = false;
  let open: OpenInterchange | undefined;
  let foundAny = false;
  const segment = new SegmentBuffer(limits);

  /** Gives bytes to the open interchange; returns how many it took. */
  function feed(bytes: Uint8Array, from: number): number {
    const { tokenizer, reader } = open!;
    const to = tokenizer.push(bytes, from);
    if (tokenizer.sawAdvice) {
      reader.end("another");
      between = Buffer.from("UNA");
      isTail = false;
      open = undefined;
    } else if (open!.over) {
      open = undefined;
    }
    return to;
  }

  /** Looks for a beginning in what came so far; returns what of it belongs to nothing yet. */
  function look(ended: boolean): Buffer {
    const found = findBeginning(between.toString("latin1"), ended, isTail ? 1 : 0);
    if (found === "more") return nothing;
    if (found === "none") {
      isTail ||= between.length > KEPT_BYTES;
      between = between.subarray(-KEPT_BYTES);
      return nothing;
    }
    foundAny = true;
    const bytes = between.subarray(found.at);
    between = nothing;
    isTail = false;
    const reader = createInterchangeReader(found, limits, sink, (charset) =>
      tokenizer.setCharset(charset),
    );
    const tokenizer = createTokenizer(found.characters, segment, (segment) => {
      const next = reader.take(segment);
      if (next === "stop") opened.over = true;
      return next;
    });
    const opened: OpenInterchange = { tokenizer, reader, over: false };
    open = opened;
    return bytes.subarray(feed(bytes, 0));
  }

  function push(chunk: Uint8Array): void {
    let bytes = chunk;
    let at = 0;
    while (at < bytes.length) {
      if (open) {
        at = feed(bytes, at);
        continue;
      }
      const step = bytes.subarray(at, at + STEP_BYTES);
      between = Buffer.concat([between, step]);
      at += step.length;
      const rest = look(false);
      if (rest.length > step.length) {
        bytes = Buffer.concat([rest, bytes.subarray(at)]);
        at = 0;
      } else {
        at -= rest.length;
      }
    }
  }

  function end(): void {
    while (!open && between.length > 0) {
      const rest = look(true);
      if (!open && rest.length === 0) break;
      if (!open) between = Buffer.concat([between, rest]);
    }
    if (open) {
      open.tokenizer.end();
      if (!open.over) open.reader.end("cut");
      open = undefined;
    }
    if (!foundAny) {
      const where = { tag: "UNB", position: 0 };
      sink.issues({ kind: "envelope", issues: [issueOf("no-interchange", where)] });
    }
  }

  return { push, end };
}

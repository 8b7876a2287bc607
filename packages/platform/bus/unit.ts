import { HubError } from "../errors.ts";
import { headerLine } from "./header-lines.ts";
import type { StoredMessage } from "./stored-message.ts";

/** One message to be stored. */
export interface Outgoing {
  subject: string;
  payload: Uint8Array;
  headers?: Record<string, string>;
  /**
   * The sequence of the last message on `subject` (or on the one given, which may have wildcards) for this one
   * to be stored; 0 for none.
   */
  expect?: { lastSequence: number; subject?: string };
  /** For a message without an expectation: the server stores an id once within ten minutes. */
  messageId?: string;
}

export interface CommitOptions {
  /**
   * Says whether what stands where `message` was to stand is the same in the caller's eyes. What is equal
   * byte for byte is the same without being asked.
   */
  sameAs?(standing: StoredMessage, message: Outgoing): boolean;
  /** Does not wait for others to come along: it is pressing, or its caller has gathered already. */
  prompt?: boolean;
}

export interface Committed {
  /** The sequence of the caller's first message; the others follow it without a gap. */
  firstSequence: number;
  /** It stood already: by an earlier commit, or by an attempt whose answer was lost. */
  duplicate: boolean;
}

/** What one caller commits: its messages stand together or not at all. */
export interface Unit {
  readonly messages: readonly Outgoing[];
  /** The header lines of each message. */
  readonly lines: readonly string[];
  readonly bytes: number;
  readonly sameAs: CommitOptions["sameAs"];
  readonly prompt: boolean;
  /** By performance.now(). */
  readonly deadline: number;
  /** Its caller has its answer. */
  settled: boolean;
  settle(result: Committed | HubError): void;
}

/** At most so many messages stand in one batch (ADR-50). */
export const mostMessages = 1_000;
// "A batch far over 100 MB is dropped"; a notice at its largest fanned out to all Members is 13 MB.
const mostUnitBytes = 64 * 1024 * 1024;
// The server keeps a header block's length in 16 bits; the batch's own three headers need some 120 bytes.
const mostHeaderBytes = 65_000;

/** Checks what a caller wants to commit. A HubError here is a fault of the calling code. */
export function unitOf(
  messages: readonly Outgoing[],
  maxMessageBytes: number,
  deadline: number,
  options: CommitOptions,
  settle: (result: Committed | HubError) => void,
): Unit {
  if (messages.length === 0 || messages.length > mostMessages) {
    throw new HubError(
      "internal",
      `a commit has 1 to ${mostMessages} messages, not ${messages.length}`,
    );
  }
  // A commit whose answer is lost is sent again: something in it must keep it from being stored twice.
  if (
    !messages.some((message) => message.expect !== undefined || message.messageId !== undefined)
  ) {
    throw new HubError("internal", "a commit needs an expected sequence or a message id");
  }
  const lines = messages.map(linesOf);
  let bytes = 0;
  for (const [i, message] of messages.entries()) {
    const headerBytes = Buffer.byteLength(lines[i] ?? "");
    const size = headerBytes + message.payload.length + 160;
    if (headerBytes > mostHeaderBytes || size > maxMessageBytes) {
      throw new HubError(
        "invalid-argument",
        `a message of ${size} bytes is larger than the broker takes`,
      );
    }
    bytes += size + message.subject.length;
  }
  if (bytes > mostUnitBytes)
    throw new HubError("invalid-argument", `${bytes} bytes are too many for one commit`);
  const unit: Unit = {
    messages,
    lines,
    bytes,
    sameAs: options.sameAs,
    prompt: options.prompt ?? false,
    deadline,
    settled: false,
    settle(result) {
      if (unit.settled) return;
      unit.settled = true;
      settle(result);
    },
  };
  return unit;
}

/** The subject on which a message expects, if it does. */
export function expectedSubject(message: Outgoing): string | undefined {
  return message.expect === undefined ? undefined : (message.expect.subject ?? message.subject);
}

function linesOf(message: Outgoing): string {
  let lines = "";
  for (const [name, value] of Object.entries(message.headers ?? {}))
    lines += headerLine(name, value);
  if (message.expect !== undefined) {
    lines += headerLine("Nats-Expected-Last-Subject-Sequence", message.expect.lastSequence);
    if (message.expect.subject !== undefined) {
      lines += headerLine("Nats-Expected-Last-Subject-Sequence-Subject", message.expect.subject);
    }
  }
  if (message.messageId !== undefined) lines += headerLine("Nats-Msg-Id", message.messageId);
  return lines;
}

import type { PassengerMessage } from "../model/message.ts";
import { type ReadOptions, type Reading, createMessageReader } from "../read-messages.ts";

/** All that a text of EDIFACT gives, one byte a character. */
export function readText(text: string, options?: ReadOptions): Reading[] {
  return readBytes(Buffer.from(text, "latin1"), options);
}

export function readBytes(bytes: Uint8Array, options?: ReadOptions): Reading[] {
  const reader = createMessageReader(options);
  return [...reader.push(bytes), ...reader.end()];
}

export function messagesOf(readings: readonly Reading[]): PassengerMessage[] {
  return readings.filter((reading) => reading.kind !== "envelope");
}

/** The one message of a text. */
export function messageOf(text: string, options?: ReadOptions): PassengerMessage {
  const [message, ...more] = messagesOf(readText(text, options));
  if (!message || more.length > 0) throw new Error("the text does not have one message");
  return message;
}

/** Codes of the issues of everything read. */
export function issuesOf(readings: readonly Reading[]): string[] {
  return readings.flatMap(({ issues }) => issues.map(({ code }) => code));
}

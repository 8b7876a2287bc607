import { viewOf } from "@talanoa/crypto/bytes.ts";
import protobuf, { type Reader, type Writer } from "protobufjs/minimal.js";

/**
 * One protobuf message: how it is written and read.
 *
 * `encode` takes what is set (fields of nested messages too); `decode` gives every field, with the
 * default where the bytes have none, `null` for an absent message, and throws MalformedMessage for
 * bytes that are not this message. Defaults are inherited: a spread copy and JSON have only what is
 * set. Fields that this version does not know are kept and written again by `encode`: whoever passes
 * on what a stranger sent names the fields that go on.
 */
export interface MessageType<T> {
  readonly name: string;
  encode(message: Init<T>): Uint8Array;
  decode(bytes: Uint8Array): T;
}

/** A message as one writes it down: any field may be left out, also of the messages inside. */
export type Init<T> = T extends Uint8Array | string | number | boolean | null | undefined
  ? T
  : T extends (infer Item)[]
    ? Init<Item>[]
    : { [Key in keyof T]?: Init<T[Key]> };

/** The bytes are not the message that they should be. The text never quotes them. */
export class MalformedMessage extends Error {
  override readonly name = "MalformedMessage";
}

/** What `decode` gives, without the fields that this version does not know: what a stranger planted goes no further. */
export function withoutUnknown<T>(decode: () => T): T {
  protobuf.Reader.discardUnknown = true;
  try {
    return decode();
  } finally {
    protobuf.Reader.discardUnknown = false;
  }
}

/**
 * Whether a message, with the message in its field 1, has more fields than that: to read hundreds of thousands of empty
 * ones takes many times longer than to find it out. Of bytes that are no message, what is readable counts.
 */
export function hasMoreFields(bytes: Uint8Array, most: number): boolean {
  const inField1 = (1 << 3) | BYTES;
  let count = 0;
  const walk = (reader: Reader, onFirst?: () => void): void => {
    while (reader.pos < reader.len && count <= most) {
      count += 1;
      const tag = reader.uint32();
      if (onFirst && tag === inField1) onFirst();
      else reader.skipType(tag & 7);
    }
  };
  const outer = protobuf.Reader.create(bytes);
  try {
    walk(outer, () => walk(protobuf.Reader.create(outer.bytes())));
  } catch {
    // Whoever decodes it says so.
  }
  return count > most;
}

/** The wire type of what is written with its length. */
const BYTES = 2;

interface StaticMessage {
  encode(message: object, writer: Writer): Writer;
  decode(bytes: Uint8Array): unknown;
}

/** Written with again and again: a writer of its own for each message costs as much as the writing. */
let writer: Writer | null = null;
/** A writer whose buffer has grown beyond this is let go. */
const KEPT_BYTES = 64 * 1024;

export function messageType<T>(name: string, message: StaticMessage): MessageType<T> {
  return {
    name,
    encode(value) {
      const its = writer ?? protobuf.Writer.create();
      // Not there again after an error, which leaves a message half written.
      writer = null;
      const bytes = message.encode(value as object, its).finish();
      if (bytes.length <= KEPT_BYTES) writer = its.reset();
      return bytes;
    },
    decode(bytes) {
      try {
        return message.decode(bytes) as T;
      } catch (cause) {
        throw new MalformedMessage(`not a ${name}`, { cause });
      }
    },
  };
}

/** A gRPC method in the shape of grpc-js's ServiceDefinition. */
export interface Method<Request, Response> {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  requestSerialize(message: Init<Request>): Buffer;
  requestDeserialize(bytes: Buffer): Request;
  responseSerialize(message: Init<Response>): Buffer;
  responseDeserialize(bytes: Buffer): Response;
}

export function method<Request, Response>(
  path: string,
  request: MessageType<Request>,
  response: MessageType<Response>,
  requestStream: boolean,
  responseStream: boolean,
): Method<Request, Response> {
  return {
    path,
    requestStream,
    responseStream,
    requestSerialize: (message) => viewOf(request.encode(message)),
    requestDeserialize: (bytes) => request.decode(bytes),
    responseSerialize: (message) => viewOf(response.encode(message)),
    responseDeserialize: (bytes) => response.decode(bytes),
  };
}

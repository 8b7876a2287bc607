import type { SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { hasMoreFields, MalformedMessage, type Method } from "@talanoa/contract/message-type.ts";

/** A request to publish, with the notice's own bytes. */
export interface NoticeRequest {
  readonly notice: SealedNotice | null;
  /** The SealedNotice as it came; null when the request holds more than that. */
  readonly noticeBytes: Uint8Array | null;
  /** Of the whole request, in bytes. */
  readonly size: number;
}

/** A method that gives its handler the bytes of the notice too, so that they can be stored as they came. */
export function withNoticeBytes<Response>(
  method: Method<{ notice: SealedNotice | null }, Response>,
): Method<NoticeRequest, Response> {
  return {
    ...method,
    requestDeserialize(bytes) {
      if (hasMoreFields(bytes, MOST_FIELDS))
        throw new MalformedMessage("not a notice: it has too many parts");
      const { notice } = method.requestDeserialize(bytes);
      return { notice, noticeBytes: onlyField(bytes), size: bytes.length };
    },
  };
}

/** Far more than any notice has; what has more is not read. */
const MOST_FIELDS = 1_000;

/** Field 1, length-delimited: how the notice begins in both requests. */
const TAG = 0x0a;

/** The content of a message that consists of its field 1 alone, without copying it. */
function onlyField(bytes: Buffer): Buffer | null {
  if (bytes[0] !== TAG) return null;
  let length = 0;
  let at = 1;
  for (let shift = 0; shift <= 21; shift += 7) {
    const byte = bytes[at++] ?? 0;
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) return length === bytes.length - at ? bytes.subarray(at) : null;
  }
  return null;
}

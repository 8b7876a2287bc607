import { NoticeHeader, type NoticeRef, SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";

export { refText } from "@talanoa/sharing/notice/ref-text.ts";

/** A sealed notice on its way out. */
export interface Publication {
  readonly ref: NoticeRef;
  /** SHA-256 of the header: what the receipt must name. */
  readonly digest: Uint8Array;
  /** The bytes of a SealedNotice. */
  readonly sealed: Uint8Array;
}

/** Reads the bytes of a SealedNotice as a publication. Throws MalformedMessage. */
export function publicationOf(sealed: Uint8Array): Publication {
  const { header } = SealedNotice.decode(sealed);
  const { origin, id, version } = NoticeHeader.decode(header);
  return { ref: { origin, id, version }, digest: sha256(header), sealed };
}

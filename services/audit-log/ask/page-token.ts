/** Where in the log a page of an answer begins. */
export interface Place {
  /** The answer ends before this index: all pages show the log as of the first. */
  readonly end: number;
  /** The index of the last entry that was shown. */
  readonly after: number;
}

const VERSION = 1;
const INDEX_BYTES = 6;
const DIGEST_BYTES = 16;
const DIGEST_AT = 1 + 2 * INDEX_BYTES;

/**
 * The token of a page: where it begins, and a digest of caller and question. The digest keeps it
 * from being used with another question by mistake. It needs no secret: whoever makes a token of its
 * own is shown nothing but what it may see, and each page is recorded when it is shown.
 */
export function pageToken({ end, after }: Place, question: Buffer): string {
  const token = Buffer.alloc(DIGEST_AT + DIGEST_BYTES);
  token.writeUInt8(VERSION, 0);
  token.writeUIntBE(end, 1, INDEX_BYTES);
  token.writeUIntBE(after, 1 + INDEX_BYTES, INDEX_BYTES);
  question.copy(token, DIGEST_AT, 0, DIGEST_BYTES);
  return token.toString("base64url");
}

/** The place that a token names; null for one of another question, or that is none. */
export function readPageToken(text: string, question: Buffer): Place | null {
  const token = Buffer.from(text, "base64url");
  if (token.length !== DIGEST_AT + DIGEST_BYTES || token[0] !== VERSION) return null;
  if (!token.subarray(DIGEST_AT).equals(question.subarray(0, DIGEST_BYTES))) return null;
  const end = token.readUIntBE(1, INDEX_BYTES);
  return { end, after: token.readUIntBE(1 + INDEX_BYTES, INDEX_BYTES) };
}

import {
  type ConsentGranted,
  type NoticeRef,
  SealedStatement,
} from "@talanoa/contract/generated/talanoa.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { validKey } from "@talanoa/sharing/directory/standing.ts";
import { readBody } from "@talanoa/sharing/statement/statement.ts";
import type { Widening } from "@talanoa/sharing/routing/rule.ts";

/** A statement by which the originator of a notice consents to share it with a further participant. */
export interface Grant {
  /** Of the statement. */
  readonly id: string;
  readonly notice: NoticeRef;
  /** SHA-256 of the header of what it speaks of. */
  readonly digest: Uint8Array;
  readonly granted: ConsentGranted;
  readonly keyId: string;
  /** Its place in the stream. */
  readonly sequence: number;
  /** When the stream stored it, Unix ms. */
  readonly storedAt: number;
}

/** The grant that a message of `statement.>` holds; null for any other statement. */
export function grantOf({ payload, sequence, storedAt }: StoredMessage): Grant | null {
  try {
    const { body, keyId } = SealedStatement.decode(payload);
    const statement = readBody(body);
    const { id, origin, notice, noticeDigest: digest, consentGranted: granted } = statement;
    if (!granted || notice?.origin !== origin) return null;
    return { id, notice, digest, granted, keyId, sequence, storedAt };
  } catch {
    return null;
  }
}

/** Whether the key that signed was valid where the grant stands. */
export function isSigned({ notice, keyId, storedAt }: Grant, directory: Directory): boolean {
  return validKey(directory, keyId, { participant: notice.origin, time: storedAt }) !== null;
}

export function wideningOf({ granted, storedAt }: Grant): Widening {
  const { participant, sections } = granted;
  return { by: "consent", participant, sections, at: storedAt };
}

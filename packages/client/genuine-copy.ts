import type { FeedCopy, Reminder, SigningKey } from "@talanoa/contract/generated/talanoa.ts";
import { covers } from "@talanoa/sharing/directory/entry.ts";
import { type OpenedNotice, openNotice } from "@talanoa/sharing/notice/open.ts";
import {
  noticeSigningInput,
  statementSigningInput,
  verifySignature,
} from "@talanoa/sharing/notice/sign.ts";
import { type OpenedStatement, openStatement } from "@talanoa/sharing/statement/statement.ts";
import type { KeyRing } from "./key-ring.ts";
import { openingFault } from "./opening-fault.ts";

/** What a copy holds, and whether its origin said so. Only of the first two is anything proven. */
export type CheckedCopy =
  | {
      readonly kind: "notice";
      readonly copy: FeedCopy;
      readonly notice: OpenedNotice;
      /** The kinds that the key signs; empty for all. */
      readonly signsOnly: readonly number[];
    }
  | { readonly kind: "statement"; readonly copy: FeedCopy; readonly statement: OpenedStatement }
  | { readonly kind: "not-genuine"; readonly copy: FeedCopy; readonly reason: string }
  /** The hub's own word, which nobody signed. */
  | { readonly kind: "reminder"; readonly copy: FeedCopy; readonly reminder: Reminder }
  /** Something that this version does not know. */
  | { readonly kind: "unknown"; readonly copy: FeedCopy };

/** A copy of a notice that is its origin's word. */
export type NoticeCopy = Extract<CheckedCopy, { kind: "notice" }>;

/**
 * Checks a copy without trusting the hub: each section against the header, the signature against the
 * origin's key. Throws only what the key ring throws.
 */
export async function checkCopy(copy: FeedCopy, keys: KeyRing): Promise<CheckedCopy> {
  if (copy.notice) {
    const { header, signature, keyId } = copy.notice;
    let notice: OpenedNotice;
    try {
      notice = openNotice(copy.notice);
    } catch (error) {
      return { kind: "not-genuine", copy, reason: openingFault(copy.notice, error) };
    }
    const { origin, kind, issuedAt } = notice.header;
    const reason = await fault(keys, keyId, {
      origin,
      kind,
      at: copy.acceptedAt || issuedAt,
      input: noticeSigningInput(header),
      signature,
    });
    if (reason) return { kind: "not-genuine", copy, reason };
    const signsOnly = (await keys.key(keyId))?.kinds ?? [];
    return { kind: "notice", copy, notice, signsOnly };
  }
  if (copy.statement) {
    let statement: OpenedStatement;
    try {
      statement = openStatement(copy.statement);
    } catch {
      return { kind: "not-genuine", copy, reason: "it cannot be read as a statement" };
    }
    const { origin, issuedAt } = statement.statement;
    const reason = await fault(keys, statement.keyId, {
      origin,
      at: copy.acceptedAt || issuedAt,
      input: statementSigningInput(copy.statement.body),
      signature: statement.signature,
    });
    return reason ? { kind: "not-genuine", copy, reason } : { kind: "statement", copy, statement };
  }
  const { reminder } = copy;
  return reminder ? { kind: "reminder", copy, reminder } : { kind: "unknown", copy };
}

interface Signed {
  origin: string;
  /** Set for a notice. */
  kind?: number;
  /** When the hub took it, Unix milliseconds. */
  at: number;
  input: Uint8Array;
  signature: Uint8Array;
}

/** Why a signature proves nothing; null when it holds. */
export async function fault(keys: KeyRing, keyId: string, signed: Signed): Promise<string | null> {
  const key = await keys.key(keyId);
  if (!key) return "its key is not in the directory";
  if (key.participant !== signed.origin) return "its key is not one of its origin's";
  if (!covers(key.validity, signed.at)) return "its key was not valid then";
  if (!maySign(key, signed.kind)) return "its key may not sign this kind";
  if (!(await verifySignature(signed.input, key.publicKey, signed.signature)))
    return "the signature does not hold";
  return null;
}

function maySign({ kinds }: SigningKey, kind: number | undefined): boolean {
  return kinds.length === 0 || kinds.some((each) => each === kind);
}

import { MalformedMessage } from "@talanoa/contract/message-type.ts";
import { SealedNotice, SignedReceipt } from "@talanoa/contract/generated/talanoa.ts";
import { base64url } from "@talanoa/crypto/bytes.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { checkedReceipt, NotGenuine } from "./genuine-receipt.ts";
import { publicationOf } from "./publication.ts";
import { type VerifyingKeys, verifySealed } from "./verify.ts";

/** One version of a notice, kept with what a reader needs to verify it without a hub. */
export interface BundledVersion {
  readonly sealed: Uint8Array;
  /** When the hub accepted it, by the word that came with the copy; Unix ms. */
  readonly acceptedAt: number;
  /** A SignedReceipt; its originator has one. */
  readonly receipt: Uint8Array | null;
}

/** A version whose signature and digests hold. */
export interface VerifiedVersion {
  readonly notice: OpenedNotice;
  readonly acceptedAt: number;
  /**
   * The hub's key that signed the receipt upon which the time of acceptance rests; null when it rests upon the
   * word that came with the copy, which nobody signed.
   */
  readonly receiptKey: string | null;
  /** From when on the key that signed is revoked, Unix ms; 0 when it is not, by the keys at hand. */
  readonly revokedFrom: number;
  /** The kinds that the key signs; empty for all. */
  readonly signsOnly: readonly number[];
}

/**
 * Verifies a version by given keys: each section against the header, the signature, and that the key was valid when
 * the hub accepted the notice. A receipt whose key is not at hand proves nothing, and takes nothing away.
 * Throws NotGenuine.
 */
export async function verifyVersion(
  { sealed, acceptedAt, receipt }: BundledVersion,
  keys: VerifyingKeys,
): Promise<VerifiedVersion> {
  const notice = decoded(SealedNotice, sealed);
  const received = receipt && (await receivedAt(receipt, sealed, keys));
  const at = received?.acceptedAt ?? acceptedAt;
  const verified = await verifySealed(notice, keys.participants, at);
  return { ...verified, acceptedAt: at, receiptKey: received?.receiptKey ?? null };
}

/** When the hub's signed word says that it accepted the notice; null when its key is not at hand. */
async function receivedAt(
  bytes: Uint8Array,
  sealed: Uint8Array,
  { hub }: VerifyingKeys,
): Promise<Pick<VerifiedVersion, "acceptedAt" | "receiptKey"> | null> {
  const receipt = decoded(SignedReceipt, bytes);
  const key = hub.get(receipt.keyId);
  if (!key) return null;
  const x = base64url(key);
  const about = publicationOf(sealed);
  const { acceptedAt } = await checkedReceipt(receipt, about, {
    receiptKey: { kid: receipt.keyId, x },
  });
  return { acceptedAt, receiptKey: receipt.keyId };
}

function decoded<T>(message: { decode(bytes: Uint8Array): T }, bytes: Uint8Array): T {
  try {
    return message.decode(bytes);
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error;
    throw new NotGenuine("the bundle is damaged: its bytes cannot be read", { cause: error });
  }
}

import type { NoticeRef, Receipt, SignedReceipt } from "@talanoa/contract/generated/talanoa.ts";
import { compareBytes, fromBase64 } from "@talanoa/crypto/bytes.ts";
import { verifyReceipt } from "@talanoa/sharing/receipt/receipt.ts";
import type { HubKeys, ReceiptKey } from "./identity.ts";

/** What was given is not what it says: a signature or a digest does not hold. */
export class NotGenuine extends Error {
  override readonly name = "NotGenuine";
}

/** The keys by which a hub's receipts are known; that which it signs with comes first. */
export function receiptKeysOf({
  receiptKey,
  otherReceiptKeys = [],
}: Pick<HubKeys, "receiptKey" | "otherReceiptKeys">): readonly ReceiptKey[] {
  return [receiptKey, ...otherReceiptKeys];
}

/**
 * The receipt, when a key of the hub signed it and it names this notice or statement (version 0).
 * Throws NotGenuine.
 */
export async function checkedReceipt(
  signed: SignedReceipt | null,
  about: { readonly ref: NoticeRef; readonly digest: Uint8Array },
  hub: Pick<HubKeys, "receiptKey" | "otherReceiptKeys">,
): Promise<Receipt> {
  if (!signed) throw new NotGenuine("the hub answered without a receipt");
  const key = receiptKeysOf(hub).find(({ kid }) => kid === signed.keyId);
  if (!key) throw new NotGenuine("the receipt is signed by another key than the hub's");
  const receipt = await verifyReceipt(signed, fromBase64(key.x));
  if (!receipt) throw new NotGenuine("the receipt's signature does not hold");
  const { ref, digest } = about;
  if (
    receipt.origin !== ref.origin ||
    receipt.id !== ref.id ||
    receipt.version !== ref.version ||
    compareBytes(receipt.digest, digest) !== 0
  )
    throw new NotGenuine("the receipt is for something else");
  return receipt;
}

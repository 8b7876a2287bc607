import { Receipt, type SignedReceipt } from "@talanoa/contract/generated/talanoa.ts";
import { type Init, MalformedMessage } from "@talanoa/contract/message-type.ts";
import { receiptSigningInput, verifySignature } from "../notice/sign.ts";

/** Signs a receipt with the hub's key (Ed25519). */
export async function sealReceipt(
  receipt: Init<Receipt>,
  keyId: string,
  sign: (input: Uint8Array) => Uint8Array | Promise<Uint8Array>,
): Promise<SignedReceipt> {
  const bytes = Receipt.encode(receipt);
  return { receipt: bytes, signature: await sign(receiptSigningInput(bytes)), keyId };
}

/** What a receipt says, or null when it is not signed with this raw public key. */
export async function verifyReceipt(
  { receipt, signature }: SignedReceipt,
  publicKey: Uint8Array,
): Promise<Receipt | null> {
  if (!(await verifySignature(receiptSigningInput(receipt), publicKey, signature))) return null;
  try {
    return Receipt.decode(receipt);
  } catch (error) {
    if (error instanceof MalformedMessage) return null;
    throw error;
  }
}

import { Receipt, SignedReceipt } from "@talanoa/contract/generated/talanoa.ts";
import { MalformedMessage } from "@talanoa/contract/message-type.ts";
import type { NoticeKey } from "./kept.ts";

/** Receipts are kept for so many milliseconds, and the last so many however old they are. */
const KEPT_FOR = 30 * 24 * 3_600_000;
const LAST_RECEIPTS = 200;

/** The store of receipts within a transaction. */
interface ReceiptStore {
  count(): Promise<number>;
  getAllKeys(): Promise<NoticeKey[]>;
  getAll(): Promise<Uint8Array[]>;
  delete(key: NoticeKey): Promise<void>;
}

/** Removes receipts that are neither among the last nor of the last days, by when the hub accepted. `now` is Unix ms. */
export async function dropOldReceipts(receipts: ReceiptStore, now: number): Promise<void> {
  if ((await receipts.count()) <= LAST_RECEIPTS) return;
  const keys = await receipts.getAllKeys();
  const times = (await receipts.getAll()).map(acceptedAt);
  const byTime = keys
    .map((key, i) => ({ key, at: times[i]! }))
    .toSorted((one, other) => other.at - one.at);
  for (const { key, at } of byTime.slice(LAST_RECEIPTS))
    if (at < now - KEPT_FOR) await receipts.delete(key);
}

/** Unix ms; 0 for what is no receipt. */
function acceptedAt(signed: Uint8Array): number {
  try {
    return Receipt.decode(SignedReceipt.decode(signed).receipt).acceptedAt;
  } catch (error) {
    if (error instanceof MalformedMessage) return 0;
    throw error;
  }
}

import { SignedReceipt } from "@talanoa/contract/generated/talanoa.ts";
import { describe, expect, test } from "vitest";
import { noticeSigningInput, verifySignature } from "../notice/sign.ts";
import { now, publicKey, signWithKey } from "../notice/testing/sample-notice.ts";
import { sealReceipt, verifyReceipt } from "./receipt.ts";

const said = {
  origin: "FJ",
  id: "0198c0de-0000-7000-8000-000000000001",
  version: 1,
  digest: Buffer.alloc(32, 5),
  sequence: 12_345_678_901,
  acceptedAt: now,
};

describe("a receipt", () => {
  test("tells what the hub signed, also after it has travelled", async () => {
    const sealed = await sealReceipt(said, "hub-key", signWithKey);
    const travelled = SignedReceipt.decode(SignedReceipt.encode(sealed));
    expect(travelled.keyId).toBe("hub-key");
    expect(await verifyReceipt(travelled, publicKey)).toMatchObject(said);
  });

  test("tells nothing when a bit of it was changed, or when another signed it", async () => {
    const { receipt, signature, keyId } = await sealReceipt(said, "hub-key", signWithKey);
    const changed = Uint8Array.from(receipt);
    changed[5]! ^= 1;
    expect(await verifyReceipt({ receipt: changed, signature, keyId }, publicKey)).toBeNull();
    const otherKey = Uint8Array.from(publicKey);
    otherKey[0]! ^= 1;
    expect(await verifyReceipt({ receipt, signature, keyId }, otherKey)).toBeNull();
  });

  test("cannot be passed for a notice that the same key signed", async () => {
    const { receipt, signature } = await sealReceipt(said, "hub-key", signWithKey);
    expect(await verifySignature(noticeSigningInput(receipt), publicKey, signature)).toBe(false);
  });

  test("whose signed bytes are no receipt tells nothing", async () => {
    const { receiptSigningInput } = await import("../notice/sign.ts");
    const receipt = Buffer.from([0xff]);
    const signature = signWithKey(receiptSigningInput(receipt));
    expect(await verifyReceipt({ receipt, signature, keyId: "hub-key" }, publicKey)).toBeNull();
  });
});

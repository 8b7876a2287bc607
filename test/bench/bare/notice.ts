import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { SealedNotice } from "@talanoa/contract/generated/talanoa.ts";

/** A notice as it came: its bytes, and what is needed of it. */
export interface BareNotice {
  /** A SealedNotice. */
  readonly bytes: Buffer;
  readonly notice: SealedNotice;
}

/** The notice in a PublishStreamRequest: its one field, without copying it. */
export function noticeOf(request: Buffer): BareNotice {
  let at = 1;
  while (request[at]! >= 0x80) at += 1;
  const bytes = request.subarray(at + 1);
  return { bytes, notice: SealedNotice.decode(bytes) };
}

export function publicKey(x: string): KeyObject {
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}

const signedPrefix = Buffer.from("talanoa/v1/notice\n");

/** Verifies a notice's signature on another thread; calls back when it holds. */
export function verified(key: KeyObject, { notice }: BareNotice, then: () => void): void {
  const input = Buffer.concat([signedPrefix, notice.header]);
  verify(null, input, key, notice.signature, (error, good) => {
    if (error || !good) throw new Error("the signature is wrong");
    then();
  });
}

declare module "http_ece" {
  import type { ECDH } from "node:crypto";

  /** Opens a body of the content coding aes128gcm (RFC 8188), as RFC 8291 has it. */
  export function decrypt(
    body: Buffer,
    keys: { version: "aes128gcm"; privateKey: ECDH; authSecret: Buffer },
  ): Buffer;
}

import { verify } from "node:crypto";
import type { PublicKey } from "./ed25519.ts";

/** Whether a signature holds, said at once: `verifies` of ed25519.ts says it off the main thread. */
export function verifiesNow(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  return verify(null, message, key, signature);
}

import { randomBytes as random } from "node:crypto";

/** Random bytes from the platform's cryptographic source. */
export function randomBytes(length: number): Uint8Array {
  return random(length);
}

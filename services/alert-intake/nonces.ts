import { randomFillSync } from "node:crypto";

const LENGTH = 16;
const POOL = 256 * LENGTH;

let pool = Buffer.alloc(0);

/** The next 16 random bytes, from a pool: a call to the generator costs more than the record itself. */
export function nonce(): Uint8Array {
  if (pool.length === 0) pool = randomFillSync(Buffer.alloc(POOL));
  const next = pool.subarray(0, LENGTH);
  pool = pool.subarray(LENGTH);
  return next;
}

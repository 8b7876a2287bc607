import { createHmac } from "node:crypto";

/** Counts are told in multiples of it, and nothing of fewer than two of them. */
const STEP = 5;

/**
 * How many there are, so that nobody's part in it can be seen: rounded up or down at random to a multiple of five, up
 * the likelier the nearer that is; 0 for fewer than ten. The same ones give the same count, so that asking again tells
 * no more; with one more or less it is drawn anew ("fixed random rounding", as statistical offices publish counts).
 * @param key Secret to who is told: 32 bytes.
 * @param names What tells each from the others.
 */
export function coarseCount(key: Uint8Array, names: readonly string[]): number {
  const hmac = createHmac("sha256", key);
  for (const name of [...names].sort()) hmac.update(`${name}\n`);
  const over = names.length % STEP;
  const isUp = hmac.digest().readUInt32BE() % STEP < over;
  const rounded = names.length - over + (isUp ? STEP : 0);
  return rounded < 2 * STEP ? 0 : rounded;
}

import { createHash } from "node:crypto";

/** The definitions of RFC 6962, section 2.1, as they stand there: slow, and nothing shared. */
export interface NaiveTree {
  root(size: number): Buffer;
  path(index: number, size: number): Buffer[];
  proof(older: number, newer: number): Buffer[];
}

export function naiveTree(entries: readonly Uint8Array[]): NaiveTree {
  const kept = new Map<string, Buffer>();

  const mth = (from: number, to: number): Buffer => {
    const key = `${from}-${to}`;
    const known = kept.get(key);
    if (known) return known;
    const hash = compute(from, to);
    kept.set(key, hash);
    return hash;
  };
  const compute = (from: number, to: number): Buffer => {
    if (from === to) return sha256();
    if (to - from === 1) return sha256(Uint8Array.of(0), entries[from]!);
    const k = cut(to - from);
    return sha256(Uint8Array.of(1), mth(from, from + k), mth(from + k, to));
  };
  const path = (index: number, from: number, to: number): Buffer[] => {
    if (to - from === 1) return [];
    const k = cut(to - from);
    if (index < k) return [...path(index, from, from + k), mth(from + k, to)];
    return [...path(index - k, from + k, to), mth(from, from + k)];
  };
  const subproof = (size: number, from: number, to: number, known: boolean): Buffer[] => {
    if (size === to - from) return known ? [] : [mth(from, to)];
    const k = cut(to - from);
    if (size <= k) return [...subproof(size, from, from + k, known), mth(from + k, to)];
    return [...subproof(size - k, from + k, to, false), mth(from, from + k)];
  };
  return {
    root: (size) => mth(0, size),
    path: (index, size) => path(index, 0, size),
    proof: (older, newer) => subproof(older, 0, newer, true),
  };
}

/** The largest power of two smaller than n. */
function cut(n: number): number {
  return n <= 2 ? 1 : 2 * cut(Math.ceil(n / 2));
}

function sha256(...parts: Uint8Array[]): Buffer {
  return createHash("sha256").update(Buffer.concat(parts)).digest();
}

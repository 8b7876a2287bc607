import type { Period } from "@talanoa/contract/generated/talanoa.ts";

/** So far back the hub tries a change of the directory, ms. */
const TRIED_BACK = 30 * 24 * 3_600_000;

/**
 * The end by which ending something is tried (Unix ms): what would have differed is seen when it had ended before the
 * time that the hub looks at.
 */
export function triedEnd(period: Pick<Period, "from"> | null, until: number, now: number): number {
  return Math.min(until, Math.max((period?.from ?? 0) + 1, now - TRIED_BACK));
}

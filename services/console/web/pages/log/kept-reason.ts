import type { Reason } from "@talanoa/contract/generated/talanoa.ts";

/** Where a window keeps why the log is read in this sitting. It is no personal data. */
const PLACE = "talanoa.log-reason";

/** What of a window's storage is needed. */
export type SittingStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** It ends with the window. Throws where the browser bars it. */
const ofWindow = (): SittingStorage => sessionStorage;

/** The reason that a principal gave in this window before; null for none, and for another's. */
export function keptReason(principal: string, open = ofWindow): Reason | null {
  try {
    const kept = JSON.parse(open().getItem(PLACE) ?? "null") as Partial<
      Reason & { principal: string }
    > | null;
    if (kept?.principal !== principal) return null;
    const { purpose, caseNumber } = kept;
    if (typeof purpose !== "number" || typeof caseNumber !== "string") return null;
    return { purpose, caseNumber };
  } catch {
    // Somebody else wrote it, or the browser keeps nothing: it is asked for.
    return null;
  }
}

/** Keeps it until the window is closed or its person signs out. A browser that keeps nothing asks again. */
export function keepReason(principal: string, reason: Reason, open = ofWindow): void {
  try {
    open().setItem(PLACE, JSON.stringify({ principal, ...reason }));
  } catch {
    // It is asked for again.
  }
}

/** At the end of a sitting, and before another reason is given. */
export function forgetReason(open = ofWindow): void {
  try {
    open().removeItem(PLACE);
  } catch {
    // Nothing is kept.
  }
}

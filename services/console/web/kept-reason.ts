import type { Reason } from "@talanoa/contract/generated/talanoa.ts";
import { type Store, windowStore } from "./browser-store.ts";

/** Where a window keeps why the log is read in this sitting. It is no personal data. */
const PLACE = "talanoa.log-reason";

/** The reason that a principal gave in this window before; null for none, and for another's. */
export function keptReason(principal: string, store: Store = windowStore): Reason | null {
  try {
    const kept = JSON.parse(store.getItem(PLACE) ?? "null") as Partial<
      Reason & { principal: string }
    > | null;
    if (kept?.principal !== principal) return null;
    const { purpose, caseNumber } = kept;
    if (typeof purpose !== "number" || typeof caseNumber !== "string") return null;
    return { purpose, caseNumber };
  } catch {
    // Somebody else wrote it: it is asked for.
    return null;
  }
}

/** Keeps it until the window is closed, or the sign-in ends. A browser that keeps nothing asks again. */
export function keepReason(principal: string, reason: Reason, store: Store = windowStore): void {
  store.setItem(PLACE, JSON.stringify({ principal, ...reason }));
}

/** At the end of a sitting, and before another reason is given. */
export function forgetReason(store: Store = windowStore): void {
  store.removeItem(PLACE);
}

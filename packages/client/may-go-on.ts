import type { HubErrorCode } from "@talanoa/platform/errors.ts";

/** After these, the same subscription may well go on. */
const passing: ReadonlySet<HubErrorCode> = new Set([
  "unavailable",
  "deadline-exceeded",
  "resource-exhausted",
  "cancelled",
  "internal",
]);

/** Whether a subscription that ended with this code is opened again. */
export function mayGoOn(code: HubErrorCode): boolean {
  return passing.has(code);
}

import type { OperationResult } from "@talanoa/contract/generated/talanoa.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";

/** A result in words: `yachts boarded: 14 yachts`. */
export function resultText({
  measure,
  quantity,
  unit,
}: Pick<OperationResult, "measure" | "quantity" | "unit">): string {
  return shown([`${measure}:`, quantity, unit].filter((part) => part !== "").join(" "));
}

import { RISK_SCHEME } from "@talanoa/sharing/codes/risk-grades.ts";
import { isRiskReason } from "@talanoa/sharing/codes/risk-reasons.ts";

/** A line of a risk flag by its words alone, where the hub's own list has them: who reads it knows no codes. */
export function withoutCode(label: string, text: string): string {
  if (label === "reason") {
    const [, code = "", words = ""] = /^([\w-]+) \((.*)\)$/.exec(text) ?? [];
    return isRiskReason(code) ? words : text;
  }
  return label === "grade" ? text.replace(` (${RISK_SCHEME})`, "") : text;
}

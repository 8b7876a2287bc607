import type { WrittenResult } from "./drafts.ts";

const RESULT = /^([^=]+?)\s*=\s*(\d+(?:\.\d+)?)\s*(.*)$/;

/**
 * Results as a person writes them, with commas or each on a line of its own: `yachts boarded=14 yachts,
 * arrests=3`. Null when one of them is not of this form.
 */
export function readResults(text: string): WrittenResult[] | null {
  const results: WrittenResult[] = [];
  for (const each of text.split(/[,\n]/).map((part) => part.trim())) {
    if (each === "") continue;
    const [, measure = "", number = "", unit = ""] = RESULT.exec(each) ?? [];
    if (measure === "") return null;
    results.push({ measure, quantity: Number(number), ...(unit && { unit }) });
  }
  return results;
}

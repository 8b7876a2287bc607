import { audienceWord } from "@talanoa/sharing/notice/draft-short-forms.ts";

// What a person's answer to a question means, as a draft has it.

/** The word that an answer begins, when it begins only one. */
export function completed(answer: string, words: readonly string[] | undefined): string {
  const lower = answer.toLowerCase();
  const exact = words?.find((word) => word.toLowerCase() === lower);
  const begun = words?.filter((word) => word.toLowerCase().startsWith(lower)) ?? [];
  return exact ?? (answer !== "" && begun.length === 1 ? begun[0]! : answer);
}

const AMOUNT = /^(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(\p{L}.*)$/u;

/** `1,200.5 kg` as its number and its unit; null for what is no amount. */
export function amountOf(answer: string): { quantity: number; unit: string } | null {
  const [, whole, part = "", unit] = AMOUNT.exec(answer.trim()) ?? [];
  if (!whole || !unit) return null;
  return { quantity: Number(whole.replaceAll(",", "") + part), unit };
}

/** `ws, Polynesia` as a draft's audience: codes in capitals, other words in small letters. */
export function audienceWords(answer: string): string[] {
  return answer
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "")
    .map(audienceWord);
}

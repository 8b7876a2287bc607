import type { Language } from "./words.ts";

/**
 * How a number with separators of thousands is to be written; null for what is none. `1,234` can be two numbers.
 *
 * @param value as the officer wrote it
 */
export function separatedNumber(value: unknown, language: Language): string | null {
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (!/^-?[1-9]\d{0,2}((,\d{3})+|(\.\d{3}){2,})$/.test(text)) return null;
  const whole = text.replaceAll(/[.,]/g, "");
  const decimal = /^-?\d+,\d{3}$/.test(text) ? text.replace(",", ".") : null;
  if (language === "fr")
    return decimal
      ? `Écrivez ${whole} sans séparateur, ou ${decimal} si la virgule est décimale.`
      : `Écrivez ${whole} sans séparateur.`;
  return decimal
    ? `Write ${whole} without a separator, or ${decimal} if the comma is a decimal one.`
    : `Write ${whole} without a separator.`;
}

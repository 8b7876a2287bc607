import type { Line } from "@talanoa/sharing/notice/describe-line.ts";
import { inLanguage, language } from "../../words/words.ts";
import { codeLabels } from "./code-labels.ts";
import { frenchLabels } from "./french-labels.ts";
import { frenchValue } from "./french-values.ts";
import { withoutCode } from "./without-code.ts";

/** A label in the language of the page; one without a French word as it stands. `section` is what it stands in. */
export function lineLabel(label: string, section = ""): string {
  if (language.value === "fr")
    return frenchLabels[`${section}/${label}`] ?? frenchLabels[label] ?? label;
  const text = englishLabels[label] ?? label;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Labels that are words of codes, or of the trade: all others are English as they stand. */
const englishLabels: { readonly [label: string]: string } = {
  "message digest": "checksum of the message screened (SHA-256)",
  "risk-flag": "risk flag",
};

/** A value in the language of the page where it is the word or the name of a code; all else as it was written. */
export function lineValue({ label, value, isCode }: Pick<Line, "label" | "value" | "isCode">) {
  if (isCode) return inLanguage(codeLabels)[value] ?? value;
  return withoutCode(label, language.value === "fr" ? frenchValue(label, value) : value);
}

/** The category of a section, with the grade of what it says: `operational, graded C2 (admiralty)`. */
export function categoryText(value: string): string {
  const [category = "", grade] = value.split(", graded ");
  const word = lineLabel(category);
  return grade ? `${word}, ${language.value === "fr" ? "cote" : "graded"} ${grade}` : word;
}

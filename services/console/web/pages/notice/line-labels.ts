import type { Line } from "@talanoa/sharing/notice/describe-line.ts";
import { language } from "../../words/words.ts";
import { frenchCodes } from "./french-codes.ts";
import { frenchLabels } from "./french-labels.ts";
import { frenchValue } from "./french-values.ts";

/** A label in the language of the page; one without a French word as it stands. `section` is what it stands in. */
export function lineLabel(label: string, section = ""): string {
  if (language.value === "fr")
    return frenchLabels[`${section}/${label}`] ?? frenchLabels[label] ?? label;
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** A value in the language of the page where it is the word or the name of a code; all else as it was written. */
export function lineValue({ label, value, isCode }: Pick<Line, "label" | "value" | "isCode">) {
  if (language.value !== "fr") return value;
  return isCode ? (frenchCodes[value] ?? value) : frenchValue(label, value);
}

/** The category of a section, with the grade of what it says: `operational, graded C2 (admiralty)`. */
export function categoryText(value: string): string {
  const [category = "", grade] = value.split(", graded ");
  const word = lineLabel(category);
  return grade ? `${word}, ${language.value === "fr" ? "cote" : "graded"} ${grade}` : word;
}

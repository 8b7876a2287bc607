import type { Line } from "@talanoa/sharing/notice/describe-line.ts";
import { language } from "../../words/words.ts";
import { frenchCodes } from "./french-codes.ts";
import { frenchLabels } from "./french-labels.ts";

/** A label in the language of the page; one without a French word as it stands. */
export function lineLabel(label: string): string {
  if (language.value === "fr") return frenchLabels[label] ?? label;
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** A value in the language of the page where it is the word of a code; all else as it was written. */
export function lineValue({ value, isCode }: Pick<Line, "value" | "isCode">): string {
  return isCode && language.value === "fr" ? (frenchCodes[value] ?? value) : value;
}

import { language } from "../../words/words.ts";
import { frenchLabels } from "./french-labels.ts";

/** A label in the language of the page; one without a French word as it stands. */
export function lineLabel(label: string): string {
  if (language.value === "fr") return frenchLabels[label] ?? label;
  return label.charAt(0).toUpperCase() + label.slice(1);
}

import { inLanguage } from "./words.ts";
import { stepsOf, textAt, type Written } from "./draft-path.ts";
import { fieldWords } from "./field-words.ts";

/**
 * A field as the form calls it: `Goods 2, HS heading`; `Participants: FJ` for one of several that were ticked or typed.
 * Empty for what the form does not have.
 *
 * @param field as a violation names it, `goods[1].hs_heading`
 */
export function fieldName(field: string, written: Written): string {
  const labels = inLanguage(fieldWords);
  const steps = stepsOf(field);
  const names: string[] = [];
  let path = "";
  for (const [at, step] of steps.entries()) {
    if (typeof step === "number") {
      const last = names.pop() ?? "";
      const text = at === steps.length - 1 ? textAt(written, field) : "";
      names.push(text === "" ? `${last} ${step + 1}` : `${last}: ${text}`);
      continue;
    }
    path = path === "" ? step : `${path}.${step}`;
    const label = labels[path] ?? labels[step];
    const isPlaced = typeof steps[at + 1] === "number";
    // Of a record the field alone is named; of one of several its place too.
    if (label && (isPlaced || at === steps.length - 1)) names.push(label);
  }
  return names.join(", ");
}

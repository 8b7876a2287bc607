import { steps } from "@talanoa/contract/records.ts";
import { nearestWord } from "@talanoa/sharing/notice/nearest-word.ts";
import { UNKNOWN_STEP } from "@talanoa/sharing/record/unknown-step.ts";
import { several } from "../option-values.ts";
import { UsageError } from "../usage-error.ts";

/** What may be asked for: every step, and what a later version of the hub wrote. */
const known: readonly string[] = [...Object.values(steps), UNKNOWN_STEP];

export const stepsHelp = `only these steps, with commas: ${known.join(", ")}`;

/** Steps of the log, given by one option with commas, or by several. Throws UsageError for what is none. */
export function stepsOption(value: string, before?: string[]): string[] {
  const asked = several(value, before);
  for (const each of asked) {
    if (known.includes(each)) continue;
    const nearest = nearestWord(each, known);
    throw new UsageError(
      `${each} is no step`,
      nearest ? `Did you mean ${nearest}?` : `They are: ${known.join(", ")}.`,
    );
  }
  return asked;
}

import { Outcome } from "@talanoa/contract/generated/talanoa.ts";

/** Words of an outcome, the first that fits. What it is not is said before what it is. */
const table: readonly (readonly [RegExp, Outcome])[] = [
  [
    /\b(not met|no[- ]show|not (seen|on board|boarded)|(did|does) not (arrive|travel|come|board)|missed)\b/i,
    Outcome.NOT_MET,
  ],
  [
    /\b(open|pending|ongoing|under way|referred|continues|not (yet )?(known|decided))\b/i,
    Outcome.STILL_OPEN,
  ],
  [/^(no|not|nothing|none|negative|cleared|unfounded)\b/i, Outcome.NOTHING_FOUND],
  [
    /\b(nothing|false (alarm|positive)|no (finding|offence|further action)|found nothing|cleared|unfounded|mistake)\b/i,
    Outcome.NOTHING_FOUND,
  ],
  [
    /\b(found|finding|offence|seiz\w*|arrest\w*|detain\w*|charged|positive|confirmed|refused entry|fine[ds]?)\b/i,
    Outcome.OFFENCE_FOUND,
  ],
];

/** What the words of an outcome say; null when they say none that is known. */
export function outcomeIn(words: string): Outcome | null {
  return table.find(([its]) => its.test(words.trim()))?.[1] ?? null;
}

/** The outcome that is stated: words that are not known claim nothing and erase nothing. */
export function outcomeOf(words: string): Outcome {
  return outcomeIn(words) ?? Outcome.STILL_OPEN;
}

import type { Facts } from "@talanoa/contract/generated/talanoa.ts";
import { english } from "./english.ts";
import type { ShownEntry } from "./shown-entry.ts";
import type { StoryWords } from "./story-words.ts";
import { fullestFacts } from "./summary.ts";

/** An entry of the log as a story tells it: what all parts that one sees say together. */
export interface ToldEntry {
  readonly index: number;
  /** Unix ms. */
  readonly at: number;
  readonly step: string;
  /** Who took the step: participant and, where one may know it, officer; the hub otherwise. */
  readonly who: string;
  readonly exercise: boolean;
  readonly facts: Facts | null;
}

/** The entries that can be told, as one party sees them, or as whoever asked does. */
export function toldEntries(
  entries: readonly Pick<ShownEntry, "index" | "at" | "step" | "parts" | "altered">[],
  party = "",
  { theHub }: Pick<StoryWords, "theHub"> = english,
): ToldEntry[] {
  return entries.flatMap(({ index, at, step, parts, altered }) => {
    const seen = parts.filter((part) => party === "" || part.party === party);
    if (altered || seen.length === 0) return [];
    const { participant = "", exercise = false } = seen[0] ?? {};
    const principal = seen.find((part) => part.principal !== "")?.principal ?? "";
    const who = [participant, principal].filter((word) => word !== "").join(" ") || theHub;
    return [{ index, at, step, who, exercise, facts: fullestFacts(seen) }];
  });
}

import { Facts, type RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import { english } from "./english.ts";
import { factsLine } from "./facts-line.ts";
import type { ShownEntry } from "./shown-entry.ts";
import type { StoryWords } from "./story-words.ts";

/** What an entry says in short. */
export interface Summary {
  readonly participant: string;
  readonly principal: string;
  readonly exercise: boolean;
  readonly says: string;
}

/** Who took the step of an entry, and what it says, as far as one sees it. */
export function summaryOf(
  { parts, altered }: Pick<ShownEntry, "parts" | "altered">,
  words: StoryWords = english,
): Summary {
  // An auditor of the Secretariat is shown the parts of all parties: the row says what they say together.
  const { participant = "", exercise = false } = parts[0] ?? {};
  const principal = parts.find((part) => part.principal !== "")?.principal ?? "";
  return {
    participant,
    principal,
    exercise,
    says: altered ? words.alteredSays : factsLine(fullestFacts(parts), words),
  };
}

/** The facts of the part that says most; of a decision, what all parts say of their participants. */
export function fullestFacts(parts: readonly RecordPart[]): Facts | null {
  // Each is written once, not each time that two are compared.
  const sized = parts.map(({ facts }) => ({ facts, size: factsLine(facts).length }));
  const [fullest] = sized.sort((one, other) => other.size - one.size);
  const facts = fullest?.facts ?? null;
  if (!facts?.routed) return facts;
  const decisions = new Map(
    parts
      .flatMap((part) => part.facts?.routed?.decisions ?? [])
      .concat(facts.routed.decisions)
      .map((decision) => [decision.participant, decision]),
  );
  const routed = { ...facts.routed, decisions: [...decisions.values()] };
  return Facts.decode(Facts.encode({ routed }));
}

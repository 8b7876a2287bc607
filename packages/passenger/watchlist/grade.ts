import type { Evidence, EvidenceField, Finding } from "./evidence.ts";

/** A certain, B strong, C possible, D weak. */
export type Grade = "A" | "B" | "C" | "D";

/** From this score on a match raises a draft flag: the least of grade C. */
export const draftFlagThreshold = 0.8;
/** A name less alike than this is no match, unless a document agrees. */
export const leastNameScore = 0.6;

const leastCertain = 0.95;
const leastStrong = 0.88;

/** What a finding does to a score: a share of what is missing to 1, or a share that remains. */
type Effect = { readonly lift: number } | { readonly remains: number };

const none: Effect = { lift: 0 };

/** Missing evidence does nothing here: it keeps a match from grade A. */
const effects = {
  "birth-date": {
    agrees: { lift: 0.5 },
    partly: { lift: 0.1 },
    near: none,
    contradicts: { remains: 0.7 },
    missing: none,
  },
  document: {
    agrees: { lift: 0.8 },
    partly: none,
    near: none,
    contradicts: none,
    missing: none,
  },
  sex: {
    agrees: none,
    partly: none,
    near: none,
    contradicts: { remains: 0.85 },
    missing: none,
  },
  nationality: {
    agrees: { lift: 0.1 },
    partly: none,
    near: none,
    contradicts: { remains: 0.97 },
    missing: none,
  },
} as const satisfies Record<EvidenceField, Record<Finding, Effect>>;

/** One step from the name's score to the match's. */
export interface ScorePart {
  readonly field: EvidenceField;
  readonly finding: Finding;
  /** The score after it. */
  readonly score: number;
}

export interface GradedScore {
  /** From 0 to 1. */
  readonly score: number;
  readonly grade: Grade;
  readonly parts: readonly ScorePart[];
}

/** The score and grade of a match: the name's score (0 to 1), moved by the evidence. */
export function gradeMatch(nameScore: number, evidence: Evidence): GradedScore {
  const parts: ScorePart[] = [];
  let score = nameScore;
  for (const [field, finding] of Object.entries(evidence) as [EvidenceField, Finding][]) {
    const effect: Effect = effects[field][finding];
    score = "lift" in effect ? score + (1 - score) * effect.lift : score * effect.remains;
    parts.push({ field, finding, score });
  }
  return { score, grade: gradeOf(score, evidence), parts };
}

function gradeOf(score: number, evidence: Evidence): Grade {
  const isProven = evidence["birth-date"] === "agrees" || evidence.document === "agrees";
  if (score >= leastCertain && isProven) return "A";
  if (score >= leastStrong) return "B";
  return score >= draftFlagThreshold ? "C" : "D";
}

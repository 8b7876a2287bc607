import type { Evidence, EvidenceField, Finding } from "./evidence.ts";

/** A certain, B strong, C possible, D weak. */
export type Grade = "A" | "B" | "C" | "D";

/** From this score on a match raises a draft flag: the least of grade C. */
export const draftFlagThreshold = 0.8;
/** A name less alike than this is no match, unless a document or number agrees. */
export const leastNameScore = 0.6;

const leastCertain = 0.95;
const leastStrong = 0.88;

/** What a finding does to a score: a share of what is missing to 1, or a share that remains. */
type Effect = { readonly lift: number } | { readonly remains: number };
type Effects = { readonly [finding in Finding]?: Effect };

/** What is not here does nothing. Missing evidence keeps a match from grade A, no more. */
const effects: { readonly [field in EvidenceField]: Effects } = {
  "birth-date": { agrees: { lift: 0.5 }, near: { remains: 0.8 }, contradicts: { remains: 0.7 } },
  document: { agrees: { lift: 0.8 } },
  sex: { contradicts: { remains: 0.85 } },
  nationality: { agrees: { lift: 0.1 }, contradicts: { remains: 0.97 } },
  imo: { agrees: { lift: 0.95 }, contradicts: { remains: 0.6 } },
  mmsi: { agrees: { lift: 0.85 } },
  "call-sign": { agrees: { lift: 0.8 } },
  registration: { agrees: { lift: 0.9 } },
  country: { agrees: { lift: 0.1 }, contradicts: { remains: 0.9 } },
};

/** Only with one of these that agrees is a match certain. */
const proofs: ReadonlySet<EvidenceField> = new Set([
  "birth-date",
  "document",
  "imo",
  "mmsi",
  "call-sign",
  "registration",
]);

/** What a field said, and what it did. */
export interface ScorePart extends Evidence {
  /** The score after it; before the first it was the name's. */
  readonly score: number;
}

export interface GradedScore {
  /** From 0 to 1. */
  readonly score: number;
  readonly grade: Grade;
  readonly parts: readonly ScorePart[];
  /** The score is at least the threshold. */
  readonly raisesDraftFlag: boolean;
}

/** The score and grade of a match: the name's score (0 to 1), moved by the evidence in its order. */
export function gradeMatch(nameScore: number, evidence: readonly Evidence[]): GradedScore {
  const parts: ScorePart[] = [];
  let score = nameScore;
  for (const { field, finding } of evidence) {
    score = afterEffect(score, effects[field][finding]);
    parts.push({ field, finding, score });
  }
  const grade = gradeOf(score, isProven(evidence));
  return { score, grade, parts, raisesDraftFlag: score >= draftFlagThreshold };
}

/** Something that singles one person, ship or company out agrees. */
export function isProven(evidence: readonly Evidence[]): boolean {
  return evidence.some(({ field, finding }) => finding === "agrees" && proofs.has(field));
}

function afterEffect(score: number, effect: Effect | undefined): number {
  if (!effect) return score;
  return "lift" in effect ? score + (1 - score) * effect.lift : score * effect.remains;
}

function gradeOf(score: number, proven: boolean): Grade {
  if (score >= leastCertain && proven) return "A";
  if (score >= leastStrong) return "B";
  return score >= draftFlagThreshold ? "C" : "D";
}

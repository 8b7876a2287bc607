import type { ParticipantDecision, DecisionChange } from "@talanoa/contract/generated/talanoa.ts";

/** Decisions that were made for the same reasons, and would be made otherwise for the same. */
export interface Sum {
  readonly count: number;
  /** One of them stands for all: whether delivered, by which rule, what was left out by which. Null where none was made. */
  readonly before: ParticipantDecision | null;
  readonly after: ParticipantDecision | null;
}

/** How many decisions differ for which reasons, the most first. */
export function sumsOf(changes: readonly Pick<DecisionChange, "before" | "after">[]): Sum[] {
  const sums = new Map<string, Sum>();
  for (const { before, after } of changes) {
    const key = `${reasonOf(before)} > ${reasonOf(after)}`;
    sums.set(key, { count: (sums.get(key)?.count ?? 0) + 1, before, after });
  }
  return [...sums.values()].toSorted((one, other) => other.count - one.count);
}

function reasonOf(decision: ParticipantDecision | null): string {
  if (!decision) return "";
  const { deliver, rule, withheld } = decision;
  const rules = [...new Set(withheld.map((each) => each.rule))].toSorted();
  return [deliver, rule, ...rules].join(" ");
}

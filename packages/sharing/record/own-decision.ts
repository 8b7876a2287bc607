import type { ParticipantDecision } from "@talanoa/contract/generated/talanoa.ts";

/**
 * What a participant that is not the originator may know of the decision on itself: the rules that
 * withheld sections, each once and without places. Places and their number would tell which digests
 * of the header stand for real sections, and how many.
 */
export function ownDecision(decision: ParticipantDecision): ParticipantDecision {
  const { participant, deliver, rule, officers, agreements, operations } = decision;
  const rules = new Set(decision.withheld.map((its) => its.rule));
  const withheld = [...rules].map((rule) => ({ section: 0, rule }));
  return { participant, deliver, rule, withheld, officers, agreements, operations };
}

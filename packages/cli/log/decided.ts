import type { ParticipantDecision, RoutedFacts } from "@talanoa/contract/generated/talanoa.ts";
import { operationsText } from "../facts-line.ts";
import { withheldSentence } from "@talanoa/sharing/feed/withheld.ts";

/** A decision as rows: who is to have it, each on its own, then who is not, together by the rule. */
export function decisionRows({ decisions }: Pick<RoutedFacts, "decisions">): string[][] {
  const delivered = decisions.filter(({ deliver }) => deliver);
  const not = Map.groupBy(
    decisions.filter(({ deliver }) => !deliver),
    ({ rule }) => rule,
  );
  return [
    ...delivered.map((decision) => [
      decision.participant,
      "entitled",
      why(decision),
      leftOut(decision),
      basis(decision),
    ]),
    ...[...not].map(([rule, its]) => [
      its.map(({ participant }) => participant).join(", "),
      "not entitled",
      ruleInWords(rule),
      "",
      "",
    ]),
  ];
}

export const decisionColumns = [
  "participant",
  "decision",
  "why",
  "left out, and why",
  "limited to, by agreement",
];

function why({ rule, operations }: ParticipantDecision): string {
  return [ruleInWords(rule), operationsText(operations)].filter(Boolean).join(" · ");
}

/** `The notice is addressed to all Members. (all-members)` */
export function ruleInWords(rule: string): string {
  const sentence = withheldSentence(rule);
  return sentence === rule ? rule : `${sentence} (${rule})`;
}

function leftOut({ withheld }: ParticipantDecision): string {
  const byRule = Map.groupBy(withheld, ({ rule }) => rule);
  // Who is not the originator is told each rule once, and not how much.
  return [...byRule]
    .map(([rule, its]) => `${its.length > 1 ? `${its.length} sections: ` : ""}${ruleInWords(rule)}`)
    .join("; ");
}

function basis({ officers, agreements }: ParticipantDecision): string {
  const named = officers.length > 0 ? [`officers ${officers.join(", ")} only`] : [];
  const agreed = agreements.map(({ id, revision }) => `agreement ${id}, revision ${revision}`);
  return [...named, ...agreed].join("; ");
}

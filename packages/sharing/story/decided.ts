import type { ParticipantDecision, RoutedFacts } from "@talanoa/contract/generated/talanoa.ts";
import { english } from "./english.ts";
import type { StoryWords } from "./story-words.ts";

/** A decision as rows: who is to have it, each on its own, then who is not, together by the rule. */
export function decisionRows(
  { decisions }: Pick<RoutedFacts, "decisions">,
  words: StoryWords = english,
): string[][] {
  const { decision: its } = words;
  const delivered = decisions.filter(({ deliver }) => deliver);
  const not = Map.groupBy(
    decisions.filter(({ deliver }) => !deliver),
    ({ rule }) => rule,
  );
  return [
    ...delivered.map((decision) => [
      decision.participant,
      its.entitled,
      why(decision, words),
      leftOut(decision, words),
      basis(decision, words),
    ]),
    ...[...not].map(([rule, all]) => [
      all.map(({ participant }) => participant).join(", "),
      its.notEntitled,
      words.rule(rule),
      "",
      "",
    ]),
  ];
}

function why({ rule, operations }: ParticipantDecision, words: StoryWords): string {
  const by = operations.length > 0 ? words.line.operations(operations) : "";
  return [words.rule(rule), by].filter(Boolean).join(" · ");
}

function leftOut({ withheld }: ParticipantDecision, words: StoryWords): string {
  const byRule = Map.groupBy(withheld, ({ rule }) => rule);
  // Who is not the originator is told each rule once, and not how much.
  return [...byRule]
    .map(([rule, its]) => {
      const count = its.length > 1 ? words.decision.sections(its.length) : "";
      return `${count}${words.rule(rule)}`;
    })
    .join("; ");
}

function basis({ officers, agreements }: ParticipantDecision, { decision }: StoryWords): string {
  const named = officers.length > 0 ? [decision.officersOnly(officers.join(", "))] : [];
  const agreed = agreements.map(({ id, revision }) => decision.agreement(id, revision));
  return [...named, ...agreed].join("; ");
}

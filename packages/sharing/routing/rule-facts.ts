import { DataPurpose } from "@talanoa/contract/generated/talanoa.ts";
import type { DirectoryType } from "@talanoa/contract/subjects.ts";
import {
  dataPurposeWords,
  participantTypeWords,
  sectionWords,
  tlpWords,
  wordOf,
} from "@talanoa/contract/words.ts";
import type { StandingAgreement } from "../directory/directory.ts";
import { covers } from "../directory/entry.ts";
import { isIn } from "../directory/operations.ts";
import { takesPart } from "../directory/standing.ts";
import { isStoredApart } from "../notice/stored-apart.ts";
import type { ParticipantDecision } from "./route.ts";
import { type Candidate, decidedAt } from "./rule.ts";

/** Something of a notice or the directory that made a rule hold. */
export interface RuleFact {
  readonly rule: string;
  /** What it is. */
  readonly of: FactOf;
  /** An id, or a word. */
  readonly value: string;
  /** Sequence of the directory entry that says so; absent where none does. */
  readonly revision?: number;
}

export type FactOf =
  | "agreement"
  | "agreement-ended"
  | "agreement-for-other-data"
  | "agreement-not-yet"
  | "consent-for"
  | "granted"
  | "group"
  | "held-by"
  | "key"
  | "marking"
  | "named"
  | "officer"
  | "operation"
  | "origin"
  | "purpose"
  | "standing"
  | "sub-region"
  | "type";

type Fact = Omit<RuleFact, "rule">;

/** What made a rule hold for a participant; nothing for a rule that has no facts but itself, or is none of the table. */
export function factsOf(rule: string, candidate: Candidate): RuleFact[] {
  return ruleFacts[rule]?.(candidate).map((fact) => ({ rule, ...fact })) ?? [];
}

/** What made a decision: of the rule that admitted or withheld, then of those that withheld sections. */
export function decisionFacts(
  { deliver, rule, withheld, agreements = [] }: ParticipantDecision,
  candidate: Candidate,
): RuleFact[] {
  const withheldBy = new Set(withheld.map((its) => its.rule));
  const used: RuleFact[] = agreements.map(({ id, revision }) => ({
    rule,
    of: "agreement",
    value: id,
    revision,
  }));
  return [
    ...factsOf(rule, candidate),
    ...(deliver ? [{ rule, ...marking(candidate) }, ...used] : []),
    ...(used.length > 0 ? [{ rule, ...purpose(candidate) }] : []),
    ...[...withheldBy].flatMap((each) => factsOf(each, candidate)),
  ];
}

/**
 * Those that a participant which is not the originator may know of the decision on itself: by what it was admitted, which
 * is of itself alone. Neither what a section that was withheld is, nor for what it was meant. Members of a group see who is
 * in it: which group it was is told only where the notice shows its audience. (The operations that a reader is in the
 * decision names anyway.)
 */
export function ownFacts(
  decision: Pick<ParticipantDecision, "deliver" | "rule">,
  all: readonly RuleFact[],
  showsAudience: boolean,
): RuleFact[] {
  if (!decision.deliver) return [];
  return all.filter(
    ({ rule, of }) =>
      rule === decision.rule && of !== "purpose" && (of !== "group" || showsAudience),
  );
}

/** By the names of rules; those that have no facts but themselves are left out. */
export const ruleFacts: { readonly [rule: string]: (candidate: Candidate) => Fact[] } = {
  originator: ({ notice }) => [{ of: "origin", value: notice.header.origin }],
  "named-participant": named,
  "operation-participant": (candidate) => {
    const { notice, participant, directory } = candidate;
    return notice.audience.operations
      .filter((id) => isIn(directory, id, participant.id, notice.acceptedAt))
      .map((id) => standing(candidate, "operation", id));
  },
  "group-member": (candidate) => {
    const { notice, participant, directory } = candidate;
    return notice.audience.groups
      .filter((id) =>
        directory
          .groupRows(id, participant.id)
          .some(({ period }) => covers(period, notice.acceptedAt)),
      )
      .map((id) => standing(candidate, "group", id));
  },
  "sub-region": ({ participant: { subRegion } }) => [{ of: "sub-region", value: subRegion }],
  "all-members": (candidate) => [type(candidate)],
  "named-officer": ({ notice, participant }) =>
    notice.audience.officers
      .filter((its) => its.participant === participant.id)
      .map(({ principal }) => ({ of: "officer", value: principal })),
  "joined-operation": (candidate) => {
    const { widening } = candidate.notice;
    return widening?.by === "joining" ? [standing(candidate, "operation", widening.operation)] : [];
  },
  consent: ({ participant }) => [{ of: "consent-for", value: participant.id }],
  "earlier-reader": ({ notice, participant }) => {
    const held = notice.earlierReaders?.get(participant.id);
    return held ? [{ of: "held-by", value: held.rule }] : [];
  },
  "invalid-key": (candidate) => [standing(candidate, "key", candidate.notice.keyId)],
  "not-taking-part": ({ notice, participant }) =>
    takesPart(participant, decidedAt(notice))
      ? []
      : [{ of: "standing", value: participant.suspended ? "suspended" : "not a member then" }],
  "partner-apart": (candidate) => [type(candidate)],
  "tlp-red": (candidate) => [marking(candidate)],
  "tlp-amber": (candidate) => [marking(candidate)],
  "not-granted": ({ notice: { widening, earlierReaders }, participant }) => {
    const limit =
      widening?.by === "consent"
        ? widening.sections
        : (earlierReaders?.get(participant.id)?.granted ?? []);
    return limit.map((each) => ({ of: "granted", value: wordOf(sectionWords, each) }));
  },
  "no-agreement": (candidate) => [purpose(candidate), ...agreementsThatDoNot(candidate)],
};

function named({ participant }: Candidate): Fact[] {
  return [{ of: "named", value: participant.id }];
}

function type({ participant }: Candidate): Fact {
  return { of: "type", value: wordOf(participantTypeWords, participant.type) };
}

function marking({ notice }: Candidate): Fact {
  return { of: "marking", value: wordOf(tlpWords, notice.header.tlp) };
}

function purpose({ notice }: Candidate): Fact {
  const its = notice.purpose || DataPurpose.CUSTOMS_ENFORCEMENT;
  return { of: "purpose", value: wordOf(dataPurposeWords, its) };
}

/** The agreements with the originator that do not let through what is stored apart, and why not. */
function agreementsThatDoNot(candidate: Candidate): Fact[] {
  const { notice, participant, directory } = candidate;
  return directory
    .agreementsBetween(notice.header.origin, participant.id)
    .flatMap(({ agreement, sequence }) => {
      const of = whyNot({ agreement, sequence }, candidate);
      return of ? { of, value: agreement.id, revision: sequence } : [];
    });
}

function whyNot({ agreement }: StandingAgreement, { notice }: Candidate): FactOf | null {
  const time = decidedAt(notice);
  const purpose = notice.purpose || DataPurpose.CUSTOMS_ENFORCEMENT;
  const apart = notice.sections.filter(({ category }) => isStoredApart(category));
  const isOfOther =
    !agreement.purposes.includes(purpose) ||
    !apart.every(({ category }) => agreement.categories.includes(category));
  if (covers(agreement.period, time)) return isOfOther ? "agreement-for-other-data" : null;
  return (agreement.period?.from ?? 0) > time ? "agreement-not-yet" : "agreement-ended";
}

/** What an entry of the directory says, with its place. */
function standing({ directory }: Candidate, of: FactOf & DirectoryType, id: string): Fact {
  const revision = directory.revisionOf(of, id);
  return { of, value: id, ...(revision !== null && { revision }) };
}

import type {
  StatedFacts,
  Statement,
  WithdrawalReason,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { StepField } from "@talanoa/contract/records.ts";
import { outcomeWords, sectionWords, withdrawalReasonWords } from "@talanoa/contract/words.ts";
import { isParticipantForm } from "../codes/participants.ts";
import type { Findings } from "../notice/findings.ts";
import { isId } from "../notice/id.ts";

/** What a statement may say: the field of Statement that is set. Its record is of the step of that name. */
export type SayingField = Exclude<
  keyof Statement,
  "origin" | "id" | "principal" | "issuedAt" | "notice" | "noticeDigest"
>;

type Said<Field extends SayingField> = NonNullable<Statement[Field]>;

interface Saying<Field extends SayingField> {
  /** Who may say it of a notice: a participant that holds a copy of it, or its originator alone. */
  readonly by: "reader" | "originator";
  /**
   * Whom the statement goes to, besides who stated and the originator of the notice: all who hold a
   * copy, or those that it names.
   */
  readonly to: "holders" | ((said: Said<Field>) => readonly string[]);
  /** The rules of what it says. */
  check(said: Said<Field>, findings: Findings): void;
  /** What its record says besides who stated, where and about what. */
  facts(said: Said<Field>): Init<StatedFacts>;
}

const nothing = { to: () => [], check: () => {}, facts: () => ({}) } as const;

/** Everything that can be stated about a notice. A saying without a row does not compile. */
export const sayings: { readonly [Field in SayingField]: Saying<Field> } = {
  acknowledged: { ...nothing, by: "reader" },
  consentAsked: {
    by: "reader",
    to: () => [],
    check: ({ participant }, findings) => checkParticipant(participant, findings),
    facts: ({ participant }) => ({ with: participant }),
  },
  consentGranted: {
    by: "originator",
    to: ({ asker }) => [asker],
    check({ participant, asker, asked, sections }, findings) {
      checkParticipant(participant, findings);
      checkAsked(asker, asked, findings);
      if (
        sections.some((type) => !(type in sectionWords)) ||
        new Set(sections).size < sections.length
      )
        findings.violation("statement-sections", "sections");
    },
    facts: ({ participant, asker, asked, sections }) => ({
      with: participant,
      asker,
      asked,
      sections,
    }),
  },
  consentRefused: {
    by: "originator",
    to: ({ asker }) => [asker],
    check({ participant, asker, asked }, findings) {
      checkParticipant(participant, findings);
      checkAsked(asker, asked, findings);
    },
    facts: ({ participant, asker, asked }) => ({ with: participant, asker, asked }),
  },
  recalled: {
    by: "originator",
    to: "holders",
    check: ({ reason }, findings) => checkReason(reason, findings),
    facts: ({ reason }) => ({ reason }),
  },
  erasureOrdered: {
    by: "originator",
    to: "holders",
    check: ({ reason }, findings) => checkReason(reason, findings),
    facts: ({ reason }) => ({ reason }),
  },
  destroyed: { ...nothing, by: "reader" },
  outcome: {
    by: "reader",
    to: () => [],
    check({ outcome }, findings) {
      if (!(outcome in outcomeWords)) findings.violation("statement-outcome", "outcome");
    },
    facts: ({ outcome }) => ({ outcome }),
  },
  withdrawn: { ...nothing, by: "originator", to: "holders" },
};

// A saying's field has the name of its step's field.
export const sayingFields = Object.keys(sayings) as readonly (SayingField & StepField)[];

/** What a statement says; null when it says nothing that this version knows. */
export function sayingOf(statement: Statement): (SayingField & StepField) | null {
  return sayingFields.find((field) => statement[field] !== null) ?? null;
}

/** The rules of what a statement says. */
export function checkSaid(statement: Statement, says: SayingField, findings: Findings): void {
  (sayings[says].check as (said: unknown, findings: Findings) => void)(statement[says], findings);
}

/** What the record of a statement says of what was said. */
export function factsOf(statement: Statement, says: SayingField): Init<StatedFacts> {
  return (sayings[says].facts as (said: unknown) => Init<StatedFacts>)(statement[says]);
}

/** Whom a statement goes to, besides who stated and the originator of the notice. */
export function toldOf(
  statement: Statement,
  says: SayingField,
  holders: readonly string[],
): readonly string[] {
  const { to } = sayings[says];
  return to === "holders" ? holders : (to as (said: unknown) => readonly string[])(statement[says]);
}

function checkParticipant(participant: string, findings: Findings): void {
  if (!isParticipantForm(participant)) findings.violation("participant-form", "participant");
}

function checkAsked(asker: string, asked: string, findings: Findings): void {
  if (!isParticipantForm(asker)) findings.violation("participant-form", "asker");
  if (!isId(asked)) findings.violation("statement-asked", "asked");
}

function checkReason(reason: WithdrawalReason, findings: Findings): void {
  if (!(reason in withdrawalReasonWords)) findings.violation("statement-reason", "reason");
}

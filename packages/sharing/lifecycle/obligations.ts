import {
  type Card,
  Kind,
  type NoticeRef,
  OverdueOf,
  type RoutedMarker,
} from "@talanoa/contract/generated/talanoa.ts";

export type KnownObligation = Exclude<OverdueOf, 0>;

/** Something that those who hold a notice are to do by a time. */
export interface Obligation {
  readonly notice: NoticeRef;
  readonly of: KnownObligation;
  /** Unix ms; what is done at this moment is in time. */
  readonly dueAt: number;
  /** Who is to do it. */
  readonly participants: readonly string[];
}

/** What a marker changes in what is due. */
export type ObligationChange =
  | { readonly change: "due"; readonly obligation: Obligation }
  | {
      readonly change: "met";
      readonly notice: NoticeRef;
      readonly of: KnownObligation;
      readonly participant: string;
      /** The reply by which it was met; null for a statement. */
      readonly reply: NoticeRef | null;
    }
  /** Nobody is to do it any more. */
  | { readonly change: "released"; readonly notice: NoticeRef; readonly of: KnownObligation };

/** By when a notice wants each thing; 0 for not at all. Add an obligation: one row here. */
const dueTimes: { readonly [Of in KnownObligation]: (card: Card) => number } = {
  [OverdueOf.ANSWER]: ({ kind, answerBy }) => (kind === Kind.REQUEST ? answerBy : 0),
  [OverdueOf.ACKNOWLEDGEMENT]: ({ acknowledgeBy }) => acknowledgeBy,
};

export const obligationKinds = [OverdueOf.ANSWER, OverdueOf.ACKNOWLEDGEMENT] as const;

/**
 * What a marker changes in what is due; `subject` is the marker's own. A reply that its requester was not
 * sent answers nothing.
 */
export function obligationChanges(marker: RoutedMarker, subject: string): ObligationChange[] {
  const { card, recipients, statement } = marker;
  // routed.<origin>.<notice>.<version>.<cause>, or routed.<who stated>.<statement>.0.statement.
  const [, by = "", , , cause = ""] = subject.split(".");
  const notice = card?.notice;
  if (!card || !notice || recipients.length === 0) return [];
  return statement === ""
    ? ofNotice(card, notice, { recipients, cause })
    : ofStatement(marker, notice, by);
}

function ofNotice(
  card: Card,
  notice: NoticeRef,
  { recipients, cause }: { readonly recipients: readonly string[]; readonly cause: string },
): ObligationChange[] {
  // Who is asked is whom the originator addressed, not with whom the notice was shared afterwards.
  if (cause !== "first") return [];

  const participants = recipients.filter((participant) => participant !== notice.origin);
  const due = obligationKinds.flatMap((of): ObligationChange[] => {
    const dueAt = dueTimes[of](card);
    return dueAt > 0 ? [{ change: "due", obligation: { notice, of, dueAt, participants } }] : [];
  });
  const { answers } = card;
  const isAnswer = card.kind === Kind.REPLY && answers && recipients.includes(answers.origin);
  if (!isAnswer) return due;
  const { origin: participant } = notice;
  return [
    ...due,
    { change: "met", notice: answers, of: OverdueOf.ANSWER, participant, reply: notice },
  ];
}

function ofStatement(
  { says }: RoutedMarker,
  notice: NoticeRef,
  statedBy: string,
): ObligationChange[] {
  switch (says) {
    case "acknowledged": {
      const of = OverdueOf.ACKNOWLEDGEMENT;
      return [{ change: "met", notice, of, participant: statedBy, reply: null }];
    }
    case "withdrawn":
      return [{ change: "released", notice, of: OverdueOf.ANSWER }];
    case "recalled":
      return obligationKinds.map((of) => ({ change: "released", notice, of }));
    default:
      return [];
  }
}

import {
  AlertType,
  AnswerState,
  Category,
  DataPurpose,
  Direction,
  Door,
  FlagDecision,
  FlagNotice,
  FlagState,
  Kind,
  OperationNotice,
  OperationPhase,
  OverdueOf,
  Outcome,
  ParticipantType,
  Precedence,
  ProfileChange,
  Purpose,
  QuestionState,
  Revision,
  RequestState,
  RequestType,
  RiskMeasure,
  SectionType,
  StatsPeriod,
  TimePrecision,
  Tlp,
  WithdrawalReason,
} from "./generated/talanoa.ts";

// The word of each code: what stands in subjects, drafts, pages and logs. A code without a word
// does not compile.

type Words<Code extends number> = { readonly [Key in Exclude<Code, 0>]: string };

export const kindWords = {
  [Kind.ALERT]: "alert",
  [Kind.OPERATION]: "operation",
  [Kind.REQUEST]: "request",
  [Kind.REPLY]: "reply",
  [Kind.RISK_FLAG]: "risk-flag",
} satisfies Words<Kind>;

export const precedenceWords = {
  [Precedence.ROUTINE]: "routine",
  [Precedence.PRIORITY]: "priority",
  [Precedence.IMMEDIATE]: "immediate",
  [Precedence.FLASH]: "flash",
} satisfies Words<Precedence>;

/** Labels as TLP 2.0 writes them. */
export const tlpWords = {
  [Tlp.CLEAR]: "TLP:CLEAR",
  [Tlp.GREEN]: "TLP:GREEN",
  [Tlp.AMBER]: "TLP:AMBER",
  [Tlp.AMBER_STRICT]: "TLP:AMBER+STRICT",
  [Tlp.RED]: "TLP:RED",
} satisfies Words<Tlp>;

export const categoryWords = {
  [Category.GENERAL]: "general",
  [Category.OPERATIONAL]: "operational",
  [Category.PERSONAL]: "personal",
  [Category.PASSENGER]: "passenger",
  [Category.SOURCE]: "source",
} satisfies Words<Category>;

export const sectionWords = {
  [SectionType.ROUTING]: "routing",
  [SectionType.SUMMARY]: "summary",
  [SectionType.PLACES]: "places",
  [SectionType.GOODS]: "goods",
  [SectionType.CONVEYANCE]: "conveyance",
  [SectionType.NARRATIVE]: "narrative",
  [SectionType.IMAGE]: "image",
  [SectionType.PERSONS]: "persons",
  [SectionType.COMPANIES]: "companies",
  [SectionType.SOURCE]: "source",
  [SectionType.OPERATION]: "operation",
  [SectionType.PASSENGERS]: "passengers",
  [SectionType.REFERENCE]: "reference",
  [SectionType.REQUEST]: "request",
  [SectionType.REPLY]: "reply",
  [SectionType.RISK_FLAG]: "risk-flag",
} satisfies Words<SectionType>;

export const alertTypeWords = {
  [AlertType.SEIZURE]: "seizure",
  [AlertType.INTERCEPTION]: "interception",
  [AlertType.SUSPECT_CONSIGNMENT]: "suspect-consignment",
  [AlertType.SMALL_CRAFT]: "small-craft",
  [AlertType.SIGHTING]: "sighting",
  [AlertType.METHOD]: "method",
  [AlertType.SUSPECT_TRAVELLER]: "suspect-traveller",
} satisfies Words<AlertType>;

export const timePrecisionWords = {
  [TimePrecision.MINUTE]: "minute",
  [TimePrecision.HOUR]: "hour",
  [TimePrecision.DAY]: "day",
  [TimePrecision.MONTH]: "month",
  [TimePrecision.PERIOD]: "period",
  [TimePrecision.ANNOUNCED]: "announced",
} satisfies Words<TimePrecision>;

export const directionWords = {
  [Direction.IMPORT]: "import",
  [Direction.EXPORT]: "export",
  [Direction.TRANSIT]: "transit",
  [Direction.INTERNAL]: "internal",
} satisfies Words<Direction>;

export const operationPhaseWords = {
  [OperationPhase.PLANNING]: "planning",
  [OperationPhase.ACTION]: "action",
  [OperationPhase.CLOSING]: "closing",
  [OperationPhase.CLOSED]: "closed",
} satisfies Words<OperationPhase>;

export const operationNoticeWords = {
  [OperationNotice.ANNOUNCEMENT]: "announcement",
  [OperationNotice.SITUATION_REPORT]: "situation-report",
  [OperationNotice.CLOSING_REPORT]: "closing-report",
} satisfies Words<OperationNotice>;

export const requestTypeWords = {
  [RequestType.INFORMATION]: "information",
  [RequestType.ACTION]: "action",
} satisfies Words<RequestType>;

export const answerStateWords = {
  [AnswerState.ANSWERED]: "answered",
  [AnswerState.PARTLY]: "partly",
  [AnswerState.REFUSED]: "refused",
  [AnswerState.NOTHING_KNOWN]: "nothing-known",
} satisfies Words<AnswerState>;

export const requestStateWords = {
  [RequestState.OPEN]: "open",
  [RequestState.ANSWERED]: "answered",
  [RequestState.OVERDUE]: "overdue",
  [RequestState.WITHDRAWN]: "withdrawn",
} satisfies Words<RequestState>;

export const riskMeasureWords = {
  [RiskMeasure.INSPECT]: "inspect",
  [RiskMeasure.INTERVIEW]: "interview",
  [RiskMeasure.OBSERVE]: "observe",
  [RiskMeasure.INFORMATION]: "information",
} satisfies Words<RiskMeasure>;

export const questionStateWords = {
  [QuestionState.OPEN]: "open",
  [QuestionState.GRANTED]: "granted",
  [QuestionState.REFUSED]: "refused",
  [QuestionState.OVER]: "over",
} satisfies Words<QuestionState>;

export const overdueWords = {
  [OverdueOf.ANSWER]: "answer",
  [OverdueOf.ACKNOWLEDGEMENT]: "acknowledgement",
} satisfies Words<OverdueOf>;

export const participantTypeWords = {
  [ParticipantType.MEMBER]: "member",
  [ParticipantType.SECRETARIAT]: "secretariat",
  [ParticipantType.PARTNER]: "partner",
} satisfies Words<ParticipantType>;

export const doorWords = {
  [Door.SUBSCRIPTION]: "subscription",
  [Door.LIST]: "list",
  [Door.GET]: "get",
  [Door.SEARCH]: "search",
} satisfies Words<Door>;

export const purposeWords = {
  [Purpose.CASE_WORK]: "case-work",
  [Purpose.AUDIT]: "audit",
  [Purpose.COMPLAINT]: "complaint",
  [Purpose.COURT]: "court",
  [Purpose.INCIDENT]: "incident",
  [Purpose.TRAINING]: "training",
} satisfies Words<Purpose>;

export const flagStateWords = {
  [FlagState.DRAFT]: "draft",
  [FlagState.CONFIRMED]: "confirmed",
  [FlagState.DISMISSED]: "dismissed",
  [FlagState.WITHDRAWN]: "withdrawn",
} satisfies Words<FlagState>;

export const flagNoticeWords = {
  [FlagNotice.WAITING]: "waiting",
  [FlagNotice.ACCEPTED]: "accepted",
  [FlagNotice.REFUSED]: "refused",
} satisfies Words<FlagNotice>;

export const profileChangeWords = {
  [ProfileChange.PROPOSE]: "propose",
  [ProfileChange.ACTIVATE]: "activate",
  [ProfileChange.RETURN]: "return",
  [ProfileChange.RETIRE]: "retire",
} as const satisfies Words<ProfileChange>;

export const flagDecisionWords = {
  [FlagDecision.CONFIRM]: "confirmed",
  [FlagDecision.DISMISS]: "dismissed",
} satisfies Words<FlagDecision>;

export const statsPeriodWords = {
  [StatsPeriod.DAY]: "day",
  [StatsPeriod.WEEK]: "week",
  [StatsPeriod.MONTH]: "month",
} satisfies Words<StatsPeriod>;

export const dataPurposeWords = {
  [DataPurpose.CUSTOMS_ENFORCEMENT]: "customs-enforcement",
  [DataPurpose.SERIOUS_CRIME]: "serious-crime",
  [DataPurpose.BORDER_SECURITY]: "border-security",
  [DataPurpose.HEALTH_SAFETY]: "health-safety",
} satisfies Words<DataPurpose>;
export const revisionWords = {
  [Revision.CORRECTION]: "correction",
  [Revision.CHANGE]: "change",
} satisfies Words<Revision>;

export const withdrawalReasonWords = {
  [WithdrawalReason.SENT_IN_ERROR]: "sent-in-error",
  [WithdrawalReason.WRONG]: "wrong",
  [WithdrawalReason.NO_LONGER_NEEDED]: "no-longer-needed",
  [WithdrawalReason.SOURCE_AT_RISK]: "source-at-risk",
  [WithdrawalReason.LEGAL]: "legal",
} satisfies Words<WithdrawalReason>;

export const outcomeWords = {
  [Outcome.NOTHING_FOUND]: "nothing-found",
  [Outcome.OFFENCE_FOUND]: "offence-found",
  [Outcome.STILL_OPEN]: "still-open",
  [Outcome.NOT_MET]: "not-met",
  [Outcome.CONFIRMED]: "confirmed",
  [Outcome.FALSE]: "false",
} satisfies Words<Outcome>;

/** The word of a code; one that this version does not know is shown as its number. */
export function wordOf(words: { readonly [code: number]: string }, code: number): string {
  return words[code] ?? `#${code}`;
}

/** The code of a word, or undefined when no code has it. */
export function codeOf<Code extends number>(
  words: { readonly [Key in Code]: string },
  word: string,
): Code | undefined {
  for (const [code, its] of Object.entries(words)) if (its === word) return Number(code) as Code;
  return undefined;
}

/** The codes of a table, in the order of their numbers. */
export function codesOf<Code extends number>(words: { readonly [Key in Code]: string }): Code[] {
  return Object.keys(words).map((code) => Number(code) as Code);
}

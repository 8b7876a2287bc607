import { hex } from "@talanoa/crypto/bytes.ts";
import { type NoticeRef, type OverdueOf, Precedence } from "./generated/talanoa.ts";
import type { KnownKind } from "./kinds.ts";
import type { Step } from "./records.ts";
import { kindWords, overdueWords, precedenceWords } from "./words.ts";

/** The stream that holds everything that is exchanged, in one total order. */
export const EXCHANGE = "EXCHANGE";

export type KnownPrecedence = Exclude<Precedence, 0>;

/** Flash first: the order in which notices are routed and copies are sent. */
export const precedences: readonly KnownPrecedence[] = [
  Precedence.FLASH,
  Precedence.IMMEDIATE,
  Precedence.PRIORITY,
  Precedence.ROUTINE,
];

export type DirectoryType =
  | "participant"
  | "key"
  | "group"
  | "principal"
  | "agreement"
  | "operation";

/** What may stand between two dots of a subject; ids that do not fit are refused at the door. */
export const SUBJECT_TOKEN = /^[A-Za-z0-9_-]{1,64}$/;

/** How an officer may name a subscription. */
export const SUBSCRIPTION_NAME = /^[a-z0-9-]{1,40}$/;

/**
 * A subscription is its principal's own: what a colleague may be shown is another thing, and its
 * place must not pass what only one of them may see.
 */
export interface SubscriptionName {
  readonly participant: string;
  readonly principal: string;
  readonly subscription: string;
}

/** A notice, all its versions. */
export type NoticeName = Pick<NoticeRef, "origin" | "id">;

/** Where the service of the log says how far it is: asked and answered, never stored. */
export const LOG_POSITION = "talanoa.log.position";

/** Holds places of the stream that had no message any more, while it is put back from a backup; never in use otherwise. */
export const RESTORE_GAP = "restore.gap";

/** The prefix of the subjects on which one user of the broker, and nobody else, receives answers. */
export const inboxOf = (user: string) => `_INBOX.${user}`;

/** Where every instance of a service says how it is: asked and answered, never stored. */
export const statusOf = (service: string) => `talanoa.status.${service}`;

/** The subjects of the stream EXCHANGE, each written in one place. */
export const subjects = {
  all: [
    "notice.>",
    "section.>",
    "statement.>",
    "routed.>",
    "feed.>",
    "directory.>",
    "record.>",
    "index.>",
    "life.>",
  ],
  /** What the exchange log is of: every message that carries a record. */
  recorded: ["notice.>", "statement.>", "routed.>", "directory.>", "record.>"],
  /** Whether a message of this subject carries a record. */
  isRecorded: (subject: string) => recordedTops.has(subject.slice(0, subject.indexOf("."))),

  notice: (precedence: KnownPrecedence, { origin, id, version }: NoticeRef) =>
    `notice.${precedenceWords[precedence]}.${origin}.${id}.${version}`,
  /** One version of a notice whatever its precedence. */
  noticeAnyPrecedence: ({ origin, id, version }: NoticeRef) =>
    `notice.*.${origin}.${id}.${version}`,
  noticesOf: (precedence: KnownPrecedence) => `notice.${precedenceWords[precedence]}.>`,

  section: ({ origin, id, version }: NoticeRef, place: number) =>
    `section.${origin}.${id}.${version}.${place}`,

  /** The sections that are stored apart of one version; of all versions without one. */
  sectionsOf: ({ origin, id }: NoticeName, version?: number) =>
    `section.${origin}.${id}.${version ?? "*"}.*`,

  /** What has happened to a notice after its first version. */
  life: ({ origin, id }: NoticeName) => `life.${origin}.${id}`,
  lives: "life.>",

  statement: (origin: string, id: string) => `statement.${origin}.${id}`,
  statements: "statement.>",

  /** The cause is `first`, or what shared the notice further since. */
  routed: ({ origin, id, version }: NoticeRef, cause: string) =>
    `routed.${origin}.${id}.${version}.${cause}`,
  /** All markers of one version. */
  routedAnyCause: ({ origin, id, version }: NoticeRef) => `routed.${origin}.${id}.${version}.*`,
  /** The last message is the marker of the newest version. */
  routedAnyVersion: ({ origin, id }: Pick<NoticeRef, "origin" | "id">) =>
    `routed.${origin}.${id}.*.first`,
  /** The markers of all versions of a notice, for all causes. */
  routedAll: ({ origin, id }: NoticeName) => `routed.${origin}.${id}.>`,
  statementRouted: (origin: string, id: string) => `routed.${origin}.${id}.0.statement`,
  /** Of all statements. */
  statementMarkers: "routed.*.*.0.statement",
  markers: "routed.>",

  feed: (
    participant: string,
    precedence: KnownPrecedence,
    kind: KnownKind | "statement" | "reminder",
  ) =>
    `feed.${participant}.${precedenceWords[precedence]}.${typeof kind === "string" ? kind : kindWords[kind]}`,
  feeds: "feed.>",
  feedOf: (participant: string, precedence: KnownPrecedence) =>
    `feed.${participant}.${precedenceWords[precedence]}.*`,

  directory: (type: DirectoryType, id: string) => `directory.${type}.${id}`,
  directoryEntries: "directory.>",
  directoryEntriesOf: (type: DirectoryType) => `directory.${type}.*`,

  // What finds a notice by something else than its name. It stands in the batch of what it finds, has no
  // record, and says nothing that this does not say.
  /** A notice that is addressed to a joint operation. */
  operationNotice: (operation: string, { origin, id, version }: NoticeRef) =>
    `index.operation.${operation}.${origin}.${id}.${version}`,
  operationNotices: (operation: string) => `index.operation.${operation}.>`,
  /** The one answer to a statement that asked for consent: a ConsentAnswer. */
  consentAnswer: ({ origin, id, version }: NoticeRef, asker: string, asked: string) =>
    `index.consent.${origin}.${id}.${version}.${asker}.${asked}`,
  /** The last question of a participant whether a notice may be shared with another: a ConsentQuestion. */
  consentQuestion: ({ origin, id, version }: NoticeRef, asker: string, participant: string) =>
    `index.question.${origin}.${id}.${version}.${asker}.${participant}`,
  /** Of all notices of an origin. */
  consentQuestionsTo: (origin: string) => `index.question.${origin}.>`,
  consentAnswersBy: (origin: string) => `index.consent.${origin}.>`,
  consentAnswers: ({ origin, id, version }: NoticeRef) =>
    `index.consent.${origin}.${id}.${version}.>`,

  expired: ({ origin, id }: NoticeName) => `record.expired.${origin}.${id}`,
  expiredRecords: "record.expired.>",
  /** What closes an erasing: that of a statement, or "expired". */
  erased: ({ origin, id }: NoticeName, ordered: string) =>
    `record.erased.${origin}.${id}.${ordered}`,
  erasedRecords: "record.erased.>",

  /** That something was not done in its time: written once, whoever does it. */
  overdue: ({ origin, id, version }: NoticeRef, of: Exclude<OverdueOf, 0>) =>
    `record.overdue.${origin}.${id}.${version}.${overdueWords[of]}`,
  overdues: "record.overdue.>",

  /** That a participant's passenger messages were screened, by the SHA-256 of their bytes: once. */
  screened: (participant: string, digest: Uint8Array) =>
    `record.screened.${participant}.${hex(digest)}`,

  /** That who travelled was shown, by the request: once. */
  reidentified: (participant: string, request: string) =>
    `record.reidentified.${participant}.${request}`,
  /** What was decided on a flag of a participant's screening: once. */
  flagDecided: (participant: string, flag: string) => `record.flag-decided.${participant}.${flag}`,

  record: (step: Step) => `record.${step}`,
  /** The last message of this subject holds the position of a subscription, for one precedence. */
  received: (
    { participant, principal, subscription }: SubscriptionName,
    precedence: KnownPrecedence,
  ) => `record.received.${participant}.${principal}.${subscription}.${precedenceWords[precedence]}`,
  /** The positions of all subscriptions. */
  receivedRecords: "record.received.>",
  /** Of all that a principal ever named. */
  receivedRecordsOf: ({ participant, principal }: Omit<SubscriptionName, "subscription">) =>
    `record.received.${participant}.${principal}.*.*`,
  /** One of each that a principal ever named: nothing is named without it. */
  namedSubscriptions: ({ participant, principal }: Omit<SubscriptionName, "subscription">) =>
    `record.received.${participant}.${principal}.*.${precedenceWords[Precedence.FLASH]}`,
  /** The last message of this subject tells how far a subscription's copies have been released. */
  released: (
    { participant, principal, subscription }: SubscriptionName,
    precedence: KnownPrecedence,
  ) => `record.released.${participant}.${principal}.${subscription}.${precedenceWords[precedence]}`,
} as const;

/** What routing takes in one order, from a durable consumer of its own. */
export interface RoutingLane {
  readonly durable: string;
  readonly filter: string;
  /** Of its notices; null for the lane of the statements. */
  readonly precedence: KnownPrecedence | null;
}

/** The most pressing first. */
export const routingLanes: readonly RoutingLane[] = [
  ...precedences.map((precedence) => ({
    durable: `routing-${precedenceWords[precedence]}`,
    filter: subjects.noticesOf(precedence),
    precedence,
  })),
  { durable: "routing-statements", filter: subjects.statements, precedence: null },
];

const recordedTops: ReadonlySet<string> = new Set(
  subjects.recorded.map((filter) => filter.slice(0, filter.indexOf("."))),
);

import type { NoticeRef, QueryRequest, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import { steps } from "@talanoa/contract/records.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { noticesOf } from "./notices.ts";
import { operationsOf } from "./operations.ts";

/** A record of the log as far as a reader sees it. */
export interface SeenRecord {
  /** Place in the log, from 0. */
  readonly index: number;
  readonly step: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** The reader's own; those of all parties for who sees the whole log. */
  readonly parts: readonly RecordPart[];
}

/** What of a question says which records are asked for. */
export type RowFilter = Omit<
  Init<QueryRequest>,
  "reason" | "pageSize" | "pageToken" | "descending"
>;

/** Whether a notice belongs to the joint operation that is asked for. */
export type Belongs = (notice: NoticeRef) => boolean;

/**
 * Whether a record is among the answers to a question, by what its reader sees of it alone: what the log
 * answers from its tables, so that an answer can be checked. Null when what is seen does not tell: a
 * record without a party is shown to who sees the whole log, and says neither who nor about what. Which notices
 * belong to an operation other records say: see `MatchingRecords`.
 */
export function rowMatches(
  filter: RowFilter,
  seen: SeenRecord,
  belongs: Belongs = () => false,
): boolean | null {
  const { from = 0, until = 0, fromIndex = 0, untilIndex = 0 } = filter;
  const { index, at, step, parts } = seen;
  if (index < fromIndex || (untilIndex > 0 && index >= untilIndex)) return false;
  if (at < from || (until > 0 && at >= until)) return false;
  if (!stepAsked(filter.steps ?? [], step)) return false;
  const { participant, principal, notice, operation, includeExercises = false } = filter;
  const [first] = parts;
  const isOpen = includeExercises && !participant && !principal && !notice && !operation;
  if (!first) return isOpen ? true : null;
  if (!includeExercises && first.exercise) return false;
  if (participant && first.participant !== participant) return false;
  if (principal && !parts.some((part) => part.principal === principal)) return false;
  if (notice && !parts.some((part) => isAbout(part, notice))) return false;
  return (
    !operation ||
    parts.some((part) => namesOperation(part, operation) || noticesIn(part).some(belongs))
  );
}

/** The heads say how far the log goes and come each minute: they are found when asked for. */
function stepAsked(asked: readonly string[], step: string): boolean {
  return asked.length > 0 ? asked.includes(step) : step !== steps.heads;
}

/** Whether a part is about a notice; version 0 is all versions. */
function isAbout(part: RecordPart, { origin, id, version }: Init<NoticeRef>): boolean {
  return noticesIn(part).some(
    (its) => its.origin === origin && its.id === id && (!version || its.version === version),
  );
}

/** The notices that a part is about. That somebody asked about one is its originator's to see. */
export function noticesIn({ party, facts }: RecordPart): NoticeRef[] {
  const named = facts ? noticesOf(facts) : [];
  return facts?.queried ? named.filter(({ origin }) => origin === party) : named;
}

/** Whether a part says itself that it is of a joint operation. */
export function namesOperation({ facts }: RecordPart, operation: string): boolean {
  return facts !== null && operationsOf(facts).includes(operation);
}

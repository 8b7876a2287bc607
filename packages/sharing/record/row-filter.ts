import type { NoticeRef, QueryRequest, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import { steps } from "@talanoa/contract/records.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { noticesOf } from "./notices.ts";

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

/**
 * Whether a record is among the answers to a question, by what its reader sees of it alone: what the log
 * answers from its tables, so that an answer can be checked. Null when what is seen does not tell: a
 * record without a party is shown to who sees the whole log, and says neither who nor about what.
 */
export function rowMatches(filter: RowFilter, seen: SeenRecord): boolean | null {
  const { from = 0, until = 0, fromIndex = 0, untilIndex = 0 } = filter;
  const { index, at, step, parts } = seen;
  if (index < fromIndex || (untilIndex > 0 && index >= untilIndex)) return false;
  if (at < from || (until > 0 && at >= until)) return false;
  if (!stepAsked(filter.steps ?? [], step)) return false;
  const { participant, principal, notice, includeExercises = false } = filter;
  const [first] = parts;
  if (!first) return participant || principal || notice || !includeExercises ? null : true;
  if (!includeExercises && first.exercise) return false;
  if (participant && first.participant !== participant) return false;
  if (principal && !parts.some((part) => part.principal === principal)) return false;
  return !notice || parts.some((part) => isAbout(part, notice));
}

/** The heads say how far the log goes and come each minute: they are found when asked for. */
function stepAsked(asked: readonly string[], step: string): boolean {
  return asked.length > 0 ? asked.includes(step) : step !== steps.heads;
}

/**
 * Whether a part is about a notice; version 0 is all versions. That somebody asked about it is its
 * originator's to see.
 */
function isAbout({ party, facts }: RecordPart, { origin, id, version }: Init<NoticeRef>): boolean {
  if (facts?.queried && party !== origin) return false;
  const named = facts ? noticesOf(facts) : [];
  return named.some(
    (its) => its.origin === origin && its.id === id && (!version || its.version === version),
  );
}

import { type NoticeRef, Precedence, RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { recordOf } from "@talanoa/platform/bus/record-message.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { obligationChanges } from "@talanoa/sharing/lifecycle/obligations.ts";

/** Something waits for participants: for all their officers who may read it, or for some that are named. */
export interface Waits {
  readonly what: "waits";
  readonly of: "flash" | "immediate" | "overdue";
  readonly sequence: number;
  readonly notice: NoticeRef;
  readonly participants: readonly string[];
  readonly exercise: boolean;
  /** Of participants to whose named officers alone it is for; null when the notice's own marker says so. */
  readonly officers: ReadonlyMap<string, readonly string[]> | null;
}

/** Nothing of a notice waits for a participant any more. */
export interface Settled {
  readonly what: "settled";
  readonly notice: Pick<NoticeRef, "origin" | "id">;
  /** Versions after it wait all the same; null for all. */
  readonly version: number | null;
  /** Null for all. */
  readonly participant: string | null;
  /** What alone is settled: all, unless it is what was overdue. */
  readonly of: "all" | "overdue";
}

export type Happening = Waits | Settled;

/** What a message of markers and of records of ends says to who is told of things; nothing for most. Throws for one that cannot be read. */
export function happeningsOf(message: StoredMessage): Happening[] {
  return message.subject.startsWith("routed.") ? ofMarker(message) : ofRecord(message);
}

function ofMarker(message: StoredMessage): Happening[] {
  const { sequence, subject, payload } = message;
  const marker = RoutedMarker.decode(payload);
  const { card, recipients, statement, says } = marker;
  const notice = card?.notice;
  if (!card || !notice || recipients.length === 0) return [];
  const met = obligationChanges(marker, subject).flatMap((its): Happening[] => {
    if (its.change === "due") return [];
    const participant = its.change === "met" ? its.participant : null;
    const { origin, id, version } = its.notice;
    return [{ what: "settled", notice: { origin, id }, version, participant, of: "overdue" }];
  });
  if (statement !== "") {
    // routed.<who stated>.<statement>.0.statement
    const [, statedBy = ""] = subject.split(".");
    const { version } = notice;
    if (says === "acknowledged")
      return [{ what: "settled", notice, version, participant: statedBy, of: "all" }];
    if (says === "recalled")
      return [{ what: "settled", notice, version: null, participant: null, of: "all" }];
    return met;
  }
  const of = pressing[card.precedence];
  // Who sent it knows.
  const participants = recipients.filter((participant) => participant !== notice.origin);
  if (!of || participants.length === 0) return met;
  const { exercise } = card;
  const officers = officersIn(message);
  return [...met, { what: "waits", of, sequence, notice, participants, exercise, officers }];
}

const pressing: { readonly [precedence: number]: "flash" | "immediate" | undefined } = {
  [Precedence.FLASH]: "flash",
  [Precedence.IMMEDIATE]: "immediate",
};

function ofRecord(message: StoredMessage): Happening[] {
  const { sequence } = message;
  const record = recordOf(message);
  const { overdue, expired, erased } = record?.facts ?? {};
  const ended = expired?.notice ?? (erased && erased.versions > 0 ? erased.notice : null);
  if (ended)
    return [{ what: "settled", notice: ended, version: null, participant: null, of: "all" }];
  const notice = overdue?.notice;
  if (!record || !overdue || !notice) return [];
  // As reminders go: to who is late, and to the originator.
  const participants = [...new Set([notice.origin, ...overdue.participants])];
  const { exercise } = record;
  return [
    { what: "waits", of: "overdue", sequence, notice, participants, exercise, officers: null },
  ];
}

/** By participant, the officers to whom alone its copy is for, by the decision in a marker. */
export function officersIn(marker: StoredMessage): ReadonlyMap<string, readonly string[]> {
  const decisions = recordOf(marker)?.facts?.routed?.decisions ?? [];
  const limited = decisions.filter(({ deliver, officers }) => deliver && officers.length > 0);
  return new Map(limited.map(({ participant, officers }) => [participant, officers]));
}

import type { Period } from "@talanoa/contract/generated/talanoa.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { type Violation, violationOf } from "@talanoa/sharing/notice/violation.ts";

/** The rules of directory entries, each with the sentence that a person reads who broke it. */
const sentences = {
  "entry-known": "Give a participant, a key, a group, a principal, an agreement or an operation.",
  "participant-id":
    "Give the participant's code: two to twelve capital letters or digits, the first a letter.",
  "group-id": "Give the group an id of capital letters, digits and dashes.",
  "principal-id": "Give the principal an id of letters, digits, dashes and underscores.",
  "name-required": "Give a name of at most 200 characters.",
  "text-length": "Keep this within 200 characters.",
  "participants-most":
    "Enter no more: a hub has at most 400 participants, so that a decision on all of them is recorded as one.",
  "participant-type": "Say what it is: member, secretariat or partner.",
  "secretariat-one": "Let OCO be the Secretariat, and no other participant.",
  "sub-region-known": "Give a Member one of the sub-regions, and the Secretariat none.",
  "period-order": "Let the period end after it begins; 0 leaves an end open.",
  "list-length": "Shorten this list.",
  "time-zone-known": "Use an IANA name of a time zone, like Pacific/Fiji.",
  "position-range": "Give latitude -90 to 90 and longitude -180 to 180, in degrees.",
  "public-key": "Give the 32 bytes of an Ed25519 public key.",
  "key-id": "Give the key the id that derives from its public key.",
  "kind-known": "Use only kinds that the hub knows.",
  "participant-in-directory":
    "Name a participant that stands in the directory: talanoa directory participants lists them.",
  "key-participant": "Leave the key with its participant: another one gets a key of its own.",
  "principal-participant": "Leave the principal with its participant.",
  "member-once": "Give a participant's periods in a group so that they do not overlap.",
  "sponsor-member": "Give a partner organisation a Member as its sponsor, and others none.",
  "operation-id":
    "Give the operation an id of at most 40 capital letters, digits and dashes that begins with its coordinator's code and a dash, like NZ-SEASPRAY.",
  "operation-coordinator": "Let a Member or the Secretariat coordinate it, and take part in it.",
  "operation-coordinator-kept": "Leave the operation with its coordinator.",
  "operation-closed": "Open another operation: this one is closed and stays as it is.",
  "operation-phase": "Say the phase: planning, action, closing or closed.",
  "operation-starts": "Say when the operation starts.",
  "operation-ends": "Let the operation end after it starts.",
  "operation-objective": "Say what the operation is for, in at most 2,000 characters.",
  "operation-sponsor":
    "Give a partner organisation a sponsor that is in the operation and is no partner, and others none.",
  "joined-dated": "Say from when the participant is in the operation.",
  "joined-once": "Give a participant's periods in an operation so that they do not overlap.",
  "joined-kept":
    "Keep every row as it stands: who leaves gets an end of its period, now or later; what it may see is not taken back.",
  "joins-now":
    "Let a participant join now or later by the hub's clock, not earlier: set yours right.",
  "sees-earlier-now":
    "Let who sees what was sent earlier join now, by the hub's clock: set yours right, or say so once it has joined.",
  "agreement-id": "Give the agreement an id of at most 40 capital letters, digits and dashes.",
  "agreement-parties": "Name two participants: who may send, and to whom.",
  "agreement-parties-kept": "Leave the agreement with its parties: others get one of their own.",
  "agreement-categories": "Say which data, each once: personal, passenger or both.",
  "agreement-purposes":
    "Say for which purposes, each once: customs-enforcement, serious-crime, border-security, health-safety.",
  "agreement-dated": "Say from when the agreement is in force.",
} as const;

export const broken = violationOf(sentences);

export function unless(holds: boolean, field: string, rule: keyof typeof sentences): Violation[] {
  return holds ? [] : [broken(field, rule)];
}

/** A text has at most so many characters. */
export const MOST_TEXT = 200;

export function isName(name: string): boolean {
  return name.trim() !== "" && name.length <= MOST_TEXT;
}

export function inDirectory(directory: Directory, participant: string): boolean {
  return directory.participant(participant) !== null;
}

export function checkPeriod({ from, until }: Period, field: string): Violation[] {
  return unless(from >= 0 && (until === 0 || until > from), field, "period-order");
}

export function overlap(one: Period | null, other: Period | null): boolean {
  const end = (period: Period | null) => (period && period.until !== 0 ? period.until : Infinity);
  return (one?.from ?? 0) < end(other) && (other?.from ?? 0) < end(one);
}

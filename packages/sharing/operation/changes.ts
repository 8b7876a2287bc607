import type { JointOperation, OperationParticipant } from "@talanoa/contract/generated/talanoa.ts";
import { limits } from "../notice/limits.ts";

// What changes in a joint operation's entry: who joins or leaves it. Rows are never taken out.

/** The row by which a participant is in an operation, or will be. */
function openRow(
  { participants }: JointOperation,
  participant: string,
): OperationParticipant | undefined {
  return participants.find((row) => row.participant === participant && !row.period?.until);
}

/**
 * The operation with a further participant in it from a time on, Unix ms. Who is in it already may be let see what was
 * sent before. Null when nothing would change.
 */
export function withJoined(
  operation: JointOperation,
  joining: {
    readonly participant: string;
    readonly from: number;
    readonly seesEarlier: boolean;
    /** Of a partner organisation: who in the operation answers for it. */
    readonly sponsor: string;
  },
): JointOperation | null {
  const { participant, from, seesEarlier, sponsor } = joining;
  const row = openRow(operation, participant);
  if (row) return seesEarlier ? withRow(operation, row, { ...row, seesEarlier }) : null;
  const joined = { participant, period: { from, until: 0 }, seesEarlier, sponsor };
  return { ...operation, participants: [...operation.participants, joined] };
}

/**
 * From when a participant is in an operation that joins it now, Unix ms. Who sees what was sent before is given it only
 * when the hub's clock has come so far, and `now` may be ahead of that: it joins some minutes earlier, but not before
 * it last left.
 */
export function joinsFrom(
  { participants }: JointOperation,
  { participant, seesEarlier }: { readonly participant: string; readonly seesEarlier: boolean },
  now: number,
): number {
  if (!seesEarlier) return now;
  const left = participants.flatMap((row) =>
    row.participant === participant ? (row.period?.until ?? 0) : [],
  );
  return Math.max(now - limits.clockAhead / 2, ...left);
}

/** The operation that a participant leaves at a time, Unix ms; null when it is not in it. */
export function withLeft(
  operation: JointOperation,
  participant: string,
  until: number,
): JointOperation | null {
  const row = openRow(operation, participant);
  return row
    ? withRow(operation, row, { ...row, period: { from: row.period?.from ?? 0, until } })
    : null;
}

function withRow(
  operation: JointOperation,
  row: OperationParticipant,
  changed: OperationParticipant,
): JointOperation {
  const participants = operation.participants.map((each) => (each === row ? changed : each));
  return { ...operation, participants };
}

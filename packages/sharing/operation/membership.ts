import type { JointOperation, OperationParticipant } from "@talanoa/contract/generated/talanoa.ts";
import { covers } from "../directory/entry.ts";

/** Whether a row of an operation's participants holds at a time, Unix ms. */
export function isInIt({ period }: OperationParticipant, now: number): boolean {
  return covers(period, now);
}

/** Who is in an operation at a time (Unix ms), by code. */
export function participantsAt({ participants }: JointOperation, now: number): string[] {
  const rows = participants.filter((row) => isInIt(row, now));
  return [...new Set(rows.map(({ participant }) => participant))];
}

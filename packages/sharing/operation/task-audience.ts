import type { JointOperation } from "@talanoa/contract/generated/talanoa.ts";
import { participantsAt } from "./membership.ts";

/** Whom a task of an operation is for, or why it cannot be for those. */
export type TaskAudience =
  | { readonly audience: object }
  /** Not in the operation. */
  | { readonly outside: readonly string[] }
  /** A partner organisation is reached through the operation alone, or by its sponsor. */
  | { readonly partner: string; readonly sponsor: string };

/** The audience of a task for all in an operation, or for those named of them, at a time (Unix ms). */
export function taskAudience(
  operation: JointOperation,
  to: "all" | readonly string[],
  now: number,
): TaskAudience {
  if (to === "all") return { audience: { operations: [operation.id] } };
  const inIt = participantsAt(operation, now);
  const outside = to.filter((each) => !inIt.includes(each));
  if (outside.length > 0) return { outside };
  const partner = operation.participants.find(
    ({ participant, sponsor }) => sponsor !== "" && to.includes(participant),
  );
  if (partner) return { partner: partner.participant, sponsor: partner.sponsor };
  return { audience: { participants: [...to] } };
}

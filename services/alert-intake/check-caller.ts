import type { Caller, Role } from "@talanoa/platform/auth/tokens.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { mayAct, takesPart } from "@talanoa/sharing/directory/standing.ts";

/**
 * Throws `permission-denied` unless the caller has one of the roles, may act for its participant, and
 * that takes part at this time (Unix ms).
 */
export function checkCaller(
  { participant, principal, roles: its }: Caller,
  roles: readonly Role[],
  directory: Directory,
  now: number,
): void {
  if (!roles.some((role) => its.includes(role))) {
    throw denied("role", `this takes the role ${roles.join(" or ")}`);
  }
  if (!takesPart(directory.participant(participant), now)) {
    throw denied("participant-takes-part", "your administration does not take part at present");
  }
  if (!mayAct(directory, participant, principal)) {
    throw denied("principal-not-suspended", "you may not act for your administration at present");
  }
}

function denied(rule: string, description: string): HubError {
  const violations = [{ field: "caller", rule, description }];
  return new HubError("permission-denied", description, { violations });
}

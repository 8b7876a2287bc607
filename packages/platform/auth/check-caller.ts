import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { mayAct, takesPart } from "@talanoa/sharing/directory/standing.ts";
import { type HubError, refusal } from "../errors.ts";
import type { Caller, Role } from "./tokens.ts";

/**
 * Throws `permission-denied` unless the caller has one of the roles, may act for its participant, and
 * that takes part at this time (Unix ms).
 */
export function checkCaller(
  caller: Caller,
  roles: readonly Role[],
  directory: Directory,
  now: number,
): void {
  checkRole(caller, roles);
  checkTakesPart(caller, directory, now);
  checkMayAct(caller, directory);
}

function checkRole({ roles: its }: Caller, roles: readonly Role[]): void {
  if (roles.some((role) => its.includes(role))) return;
  throw denied("role", `this takes the role ${roles.join(" or ")}`);
}

function checkTakesPart({ participant }: Caller, directory: Directory, now: number): void {
  if (takesPart(directory.participant(participant), now)) return;
  throw denied("participant-takes-part", "your administration does not take part at present");
}

/** Refuses a principal who is suspended or stands for another participant. */
export function checkMayAct({ participant, principal }: Caller, directory: Directory): void {
  if (mayAct(directory, participant, principal)) return;
  throw denied("principal-not-suspended", "you may not act for your administration at present");
}

/** A refusal of the caller as such. */
export function denied(rule: string, description: string): HubError {
  return refusal("permission-denied", { field: "caller", rule, description });
}

import type { Participant, SigningKey } from "@talanoa/contract/generated/talanoa.ts";
import type { Kind } from "@talanoa/contract/generated/talanoa.ts";
import type { Directory } from "./directory.ts";
import { covers } from "./entry.ts";

/** Whether a participant takes part at a time (Unix ms): member then, and not suspended. */
export function takesPart(participant: Participant | null, time: number): boolean {
  if (!participant || participant.suspended) return false;
  const { membership } = participant;
  return membership.length === 0 || membership.some((period) => covers(period, time));
}

/** Whether a principal may act for a participant; one without an entry may. */
export function mayAct(directory: Directory, participant: string, principal: string): boolean {
  const entry = directory.principal(principal);
  return !entry || (!entry.suspended && entry.participant === participant);
}

/**
 * The key, when it may sign for this participant at this time (Unix ms) and, for a notice, this
 * kind; otherwise null.
 */
export function validKey(
  directory: Directory,
  keyId: string,
  use: { participant: string; time: number; kind?: Kind },
): SigningKey | null {
  const key = directory.key(keyId);
  if (!key || key.participant !== use.participant || key.suspended) return null;
  if (!covers(key.validity, use.time)) return null;
  if (key.kinds.length > 0 && (use.kind === undefined || !key.kinds.includes(use.kind)))
    return null;
  return key;
}

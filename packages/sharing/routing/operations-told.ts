import { isIn } from "../directory/operations.ts";
import type { Candidate } from "./rule.ts";

/**
 * The joint operations that a notice belongs to, as far as a participant to whom it goes may know: all for its
 * originator; for others those that they are in when it is accepted, or joined to see it. Who is in none of them and
 * has it by another way is not told that it belongs to one.
 */
export function operationsToldTo({
  notice: { header, operations = [], acceptedAt, widening },
  participant,
  directory,
}: Candidate): readonly string[] {
  if (participant.id === header.origin) return operations;
  if (widening?.by === "joining") return [widening.operation];
  return operations.filter((id) => isIn(directory, id, participant.id, acceptedAt));
}

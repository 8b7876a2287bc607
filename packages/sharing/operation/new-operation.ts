import type { JointOperation } from "@talanoa/contract/generated/talanoa.ts";

/** The form of the ids of operations that a participant coordinates. */
export function operationIdForm(participant: string): RegExp {
  return new RegExp(`^${participant}-[A-Z0-9-]+$`);
}

/**
 * An operation as it is opened, its coordinator and the others in it from now (Unix ms) on; each once.
 * @param sponsors Who answers for each partner organisation.
 */
export function newOperation(
  {
    others,
    ...fields
  }: Omit<JointOperation, "participants"> & { readonly others: readonly string[] },
  { sponsors, now }: { readonly sponsors: ReadonlyMap<string, string>; readonly now: number },
): JointOperation {
  const participants = [...new Set([fields.coordinator, ...others])].map((participant) => ({
    participant,
    period: { from: now, until: 0 },
    seesEarlier: false,
    sponsor: sponsors.get(participant) ?? "",
  }));
  return { ...fields, participants };
}

import type { JointOperation } from "@talanoa/contract/generated/talanoa.ts";
import { memberName } from "../../parts/member.tsx";
import { inLanguage, labelled } from "../../words/words.ts";
import { operationsWords } from "./operations-words.ts";

/**
 * A field of an operation's entry as the forms call it, with the participant whose row it is: `Participants: WS Samoa`.
 * Empty for what no form has.
 *
 * @param field as the directory names it, `operation.participants[1].participant`
 */
export function changeFieldName(
  field: string,
  { participants }: Pick<JointOperation, "participants">,
): string {
  const words = inLanguage(operationsWords);
  const [, row] = /^operation\.participants\[(\d+)\]/.exec(field) ?? [];
  const code = row === undefined ? undefined : participants[Number(row)]?.participant;
  if (code !== undefined) return labelled(words.participants, `${code} ${memberName(code)}`.trim());
  const names: { readonly [field: string]: string } = {
    "operation.id": words.id,
    "operation.name": words.name,
    "operation.coordinator": words.coordinator,
    "operation.phase": words.phase,
    "operation.starts_at": words.form.starts,
    "operation.ends_at": words.form.ends,
    "operation.objective": words.objective,
    "operation.participants": words.participants,
    reason: words.form.reason,
  };
  return names[field] ?? "";
}

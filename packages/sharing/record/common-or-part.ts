import {
  type Facts,
  type LogRow,
  RecordCommon,
  RecordPart,
} from "@talanoa/contract/generated/talanoa.ts";
import { stepField, steps } from "@talanoa/contract/records.ts";

/** `directory-changed`; every participant's code begins with a capital letter. */
const STEP_FORM = /^[a-z][a-z-]*$/;

/**
 * Whether what a row shows as its common part is one, and what it shows as parts of parties are these, of the same step.
 * The entry commits to all of them alike, and the bytes of the one can be read as the other: a part has the party where
 * the common part has the step, so that this tells which it is, whatever fields are added to either. Throws
 * MalformedMessage for bytes that are neither.
 */
export function areCommonAndParts({ common, parts }: Pick<LogRow, "common" | "parts">): boolean {
  const { step } = RecordCommon.decode(common);
  if (!STEP_FORM.test(step)) return false;
  return parts.every((bytes) => {
    const { party, facts } = RecordPart.decode(bytes);
    return party !== "" && !STEP_FORM.test(party) && mayBeOf(facts, step);
  });
}

/** A newer hub may log steps that this version does not know. */
function mayBeOf(facts: Facts | null, step: string): boolean {
  const field = facts ? stepField(facts) : undefined;
  return field === undefined || steps[field] === step;
}

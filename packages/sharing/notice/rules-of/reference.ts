import type { Reference } from "@talanoa/contract/generated/talanoa.ts";
import { isParticipantForm } from "../../codes/participants.ts";
import { DIGEST_LENGTH } from "../digest.ts";
import { isId } from "../id.ts";
import type { Checking } from "./checking.ts";

/** Whether the notice exists is not asked here: who does not hold it must not learn that it does. */
export function checkReference({ notice, digest }: Reference, { findings, index }: Checking): void {
  const named =
    notice && isParticipantForm(notice.origin) && isId(notice.id) && notice.version >= 1;
  const digested = digest.length === 0 || digest.length === DIGEST_LENGTH;
  if (!named || !digested) findings.violation("reference-form", `references[${index}]`);
}

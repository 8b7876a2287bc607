import { Findings } from "./findings.ts";
import type { OpenedNotice } from "./open.ts";
import { checkAudience } from "./rules-of/audience.ts";
import { checkBodies } from "./rules-of/bodies.ts";
import { checkHeader } from "./rules-of/header.ts";
import { checkKindRules } from "./rules-of/kinds.ts";
import { checkSections } from "./rules-of/sections.ts";
import type { Violation } from "./violation.ts";

/** What was found in a notice. Violations refuse it; warnings are told to its writer. */
export interface Validation {
  readonly violations: readonly Violation[];
  readonly warnings: readonly Violation[];
}

/**
 * Checks a whole notice, as its origin sealed it, against every rule that needs no directory: the
 * same for the client before it sends and for the hub at the door. `now` is Unix ms.
 */
export function validateNotice(opened: OpenedNotice, { now }: { now: number }): Validation {
  const findings = new Findings();
  checkHeader(opened, now, findings);
  checkSections(opened, findings);
  checkAudience(opened, findings);
  checkKindRules(opened, findings);
  checkBodies(opened, findings);
  return findings;
}

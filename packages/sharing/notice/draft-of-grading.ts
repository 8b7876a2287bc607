import type { Grading } from "@talanoa/contract/generated/talanoa.ts";
import { ADMIRALTY } from "../codes/grading.ts";
import { said } from "./said.ts";

/** The grading of a notice or a source as a draft has it; its scheme when it is not the usual one. */
export function gradingFields({ scheme, reliability, credibility }: Grading) {
  return said({ scheme: scheme === ADMIRALTY ? "" : scheme, reliability, credibility });
}

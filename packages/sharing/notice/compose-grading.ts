import type { Grading } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { ADMIRALTY } from "../codes/grading.ts";
import { said } from "./said.ts";

interface WrittenGrading {
  readonly scheme?: string | undefined;
  readonly reliability?: string | undefined;
  readonly credibility?: number | undefined;
}

/** The grading of a notice or a source, by the Admiralty scale unless another is named. */
export function gradingOf(written: WrittenGrading): Init<Grading> | undefined {
  const { scheme, reliability, credibility } = written;
  if (!scheme && !reliability && !credibility) return undefined;
  return {
    scheme: scheme ?? ADMIRALTY,
    ...said({ reliability: reliability?.toUpperCase(), credibility }),
  } as Init<Grading>;
}

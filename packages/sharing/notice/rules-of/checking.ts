import type { NoticeHeader } from "@talanoa/contract/generated/talanoa.ts";
import type { Findings } from "../findings.ts";

/** What the rules of a section's body may look at besides the body. */
export interface Checking {
  readonly header: NoticeHeader;
  readonly findings: Findings;
  /** How many sections of the same type stand before this one. */
  readonly index: number;
}

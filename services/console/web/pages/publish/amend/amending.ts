import type { Revision } from "@talanoa/contract/generated/talanoa.ts";
import type { Written } from "../../../words/draft-path.ts";

/** That a draft is the next version of a notice, and what the version before says. */
export interface Amending {
  readonly origin: string;
  readonly id: string;
  /** The version that is amended. */
  readonly version: number;
  /** SHA-256 of its header. */
  readonly digest: Uint8Array;
  readonly revision: Revision;
  /** As the version before said it. */
  readonly before: Written;
}

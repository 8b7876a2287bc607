import type { Flag } from "@talanoa/contract/generated/talanoa.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";

/** A flagged traveller as the message names it: `SAMPLE/PERSON`; empty where all on board are concerned. */
export function travellerOf({ surname, givenNames }: Pick<Flag, "surname" | "givenNames">): string {
  return shown([surname, givenNames].filter(Boolean).join("/"));
}

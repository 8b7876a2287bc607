import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";

/** Those that are chosen for nobody: the hub's own, and the summary, which always goes along. */
const never: ReadonlySet<number> = new Set([SectionType.ROUTING, SectionType.SUMMARY]);

/** The types of sections of a notice that may be granted one by one, in the order of the contract. */
export function grantable({ sections }: Pick<OpenedNotice, "sections">): SectionType[] {
  const types = new Set(sections.map(({ type }) => type as SectionType));
  return [...types].filter((type) => !never.has(type)).toSorted((one, other) => one - other);
}

import type { Category, DataPurpose } from "@talanoa/contract/generated/talanoa.ts";
import { agreementFor } from "@talanoa/sharing/directory/agreements.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { isStoredApart } from "@talanoa/sharing/notice/stored-apart.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";

/**
 * Warns of those whom a notice names and who will not get its personal and passenger sections, because no
 * agreement allows it; at a time (Unix ms). Of groups, operations and sub-regions nothing is said: who is
 * in them is not the writer's to know.
 */
export function agreementWarnings(
  { header, routing, sections }: OpenedNotice,
  directory: Directory,
  time: number,
): Violation[] {
  const categories = sections.flatMap(({ category }) =>
    isStoredApart(category) ? (category as Category) : [],
  );
  if (categories.length === 0 || !routing?.audience) return [];
  const { participants, officers } = routing.audience;
  const purpose: DataPurpose = routing.purpose;
  const isAllowed = (to: string) =>
    to === header.origin ||
    categories.every((category) =>
      agreementFor(directory, { from: header.origin, to, category, purpose, time }),
    );
  const warning = (field: string, to: string): Violation[] =>
    isAllowed(to) ? [] : [{ field, rule: "no-agreement", description }];
  return [
    ...participants.flatMap((to, i) => warning(`audience.participants[${i}]`, to)),
    ...officers.flatMap(({ participant }, i) => warning(`audience.officers[${i}]`, participant)),
  ];
}

const description =
  "Check the agreements: none lets you send this participant such data for the purpose, so it gets the notice without its personal and passenger sections.";

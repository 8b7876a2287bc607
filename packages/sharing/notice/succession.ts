import { type NoticeHeader, Revision } from "@talanoa/contract/generated/talanoa.ts";
import { sentenceOf } from "./rules.ts";
import type { Violation } from "./violation.ts";

/** The rules that a version breaks which follows upon another, as far as the header of the one before tells them. */
export function brokenBySuccession(
  before: Pick<NoticeHeader, "tlp">,
  { revision, tlp }: Pick<NoticeHeader, "revision" | "tlp">,
): Violation[] {
  // A stricter marking would keep it from readers who then go on with what was wrong.
  if (revision !== Revision.CORRECTION || tlp === before.tlp) return [];
  const rule = "marking-kept";
  return [{ field: "marking.tlp", rule, description: sentenceOf(rule) }];
}

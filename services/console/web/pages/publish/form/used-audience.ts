import { Tlp } from "@talanoa/contract/generated/talanoa.ts";
import { codeOf, tlpWords } from "@talanoa/contract/words.ts";
import { draftSchema } from "@talanoa/sharing/notice/draft.ts";
import { isForAll, isOpenMarking } from "@talanoa/sharing/notice/for-all.ts";
import { textAt, type Written } from "../../../words/draft-path.ts";

/**
 * The audience that a draft has as it stands, written out: with all Members where its marking is open and nobody is
 * named. The very one of the draft where that says the same.
 */
export function usedAudience(written: Written): Written {
  const its = written["audience"];
  const read = draftSchema.shape.audience.safeParse(its);
  if (!read.success) return isRecord(its) ? its : {};
  const audience = read.data ?? {};
  if (audience.all === undefined && isForAll(audience, markingOf(written)))
    return { ...audience, all: true };
  return isRecord(its) ? its : audience;
}

/** Whether the marking of a draft lets it go to the whole community. */
export function isOpenlyMarked(written: Written): boolean {
  return isOpenMarking(markingOf(written));
}

/** As which label a draft is marked; unspecified while it is not. */
export function markingOf(written: Written): Tlp {
  return codeOf(tlpWords, textAt(written, "marking.tlp")) ?? Tlp.UNSPECIFIED;
}

function isRecord(value: unknown): value is Written {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

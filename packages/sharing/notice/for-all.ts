import { Tlp } from "@talanoa/contract/generated/talanoa.ts";
import type { Draft } from "./draft.ts";

/**
 * Whether a draft goes to all Members: where it says so, and what may go to the whole community unless a smaller
 * circle is named.
 */
export function isForAll(audience: Draft["audience"], tlp: Tlp): boolean {
  const { all, sub_regions, participants, officers, groups, operations } = audience ?? {};
  const named = [sub_regions, participants, officers, groups, operations].some(
    (list) => list?.length,
  );
  return all ?? (isOpenMarking(tlp) && !named);
}

/** Whether what is marked so may go to the whole community. */
export function isOpenMarking(tlp: Tlp): boolean {
  return tlp === Tlp.CLEAR || tlp === Tlp.GREEN;
}

import type { CopyRef, Facts, NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { wordOf } from "@talanoa/contract/words.ts";
import { contentState } from "./content-state.ts";
import { english } from "./english.ts";
import { type Deed, isOf, type StoryWords } from "./story-words.ts";
import type { ToldEntry } from "./told-entry.ts";

/** What one participant did with one version. */
export interface CopyTold {
  readonly participant: string;
  readonly version: number;
  /** The first of each, and how many there were. */
  readonly first: {
    readonly [Each in Deed]?: { readonly entry: ToldEntry; readonly door: string };
  };
  readonly times: { readonly [Each in Deed]: number };
  readonly content: string;
}

/** Of each participant and version what was done with the copy, by participant. */
export function copiesTold(
  entries: readonly ToldEntry[],
  notice: NoticeRef,
  words: StoryWords = english,
): CopyTold[] {
  const copies = new Map<string, CopyTold & { first: object; times: { [Each in Deed]: number } }>();
  const at = (participant: string, version: number) => {
    const key = `${participant} ${String(version).padStart(9, "0")}`;
    let copy = copies.get(key);
    if (!copy) {
      const times = { released: 0, received: 0, opened: 0, acknowledged: 0 };
      copy = {
        participant,
        version,
        first: {},
        times,
        content: contentState(entries, version, words),
      };
      copies.set(key, copy);
    }
    return copy;
  };
  for (const entry of entries) {
    const { facts } = entry;
    if (!facts) continue;
    for (const { participant, version } of entitledBy(facts, notice)) at(participant, version);
    for (const { deed, participant, version, door } of doneIn(facts, notice, words)) {
      const copy = at(participant, version);
      copy.times[deed] += 1;
      (copy.first as { [Each in Deed]?: object })[deed] ??= { entry, door };
    }
  }
  return [...copies].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, copy]) => copy);
}

function entitledBy({ routed }: Facts, notice: NoticeRef) {
  if (!routed || routed.statement || !isOf(notice, routed.notice)) return [];
  const { version } = routed.notice!;
  return routed.decisions
    .filter(({ deliver }) => deliver)
    .map(({ participant }) => ({ participant, version }));
}

function* doneIn(
  { released, received, opened, acknowledged }: Facts,
  notice: NoticeRef,
  { codes }: StoryWords,
) {
  const handed = { released, received, opened };
  for (const [deed, its] of Object.entries(handed) as [
    Exclude<Deed, "acknowledged">,
    typeof released,
  ][]) {
    for (const version of versionsOf(its?.copies ?? [], notice)) {
      const door = its?.door ? wordOf(codes.door, its.door) : "";
      yield { deed, participant: its!.participant, version, door };
    }
  }
  if (acknowledged && isOf(notice, acknowledged.notice)) {
    const { participant } = acknowledged;
    const { version } = acknowledged.notice!;
    yield { deed: "acknowledged" as const, participant, version, door: "" };
  }
}

/** Copies of statements and reminders about a notice are not the notice. */
function versionsOf(copies: readonly CopyRef[], notice: NoticeRef): Set<number> {
  const own = copies.filter(
    (copy) => isOf(notice, copy.notice) && copy.statement === "" && copy.reminder === 0,
  );
  return new Set(own.map((copy) => copy.notice!.version));
}

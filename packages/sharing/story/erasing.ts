import type { Facts, NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { noticesIn } from "../record/row-filter.ts";
import type { ShownEntry } from "./shown-entry.ts";

type Seen = Pick<ShownEntry, "parts" | "altered">;

/**
 * Entries together with those of their page that erased content of what they are about. One that was altered does not say about
 * what it was, and goes with each. They are grouped once, for a page may have a thousand of both; what is the same is shared.
 */
export function withErasing<Entry extends Seen>(
  entries: readonly Entry[],
  erasing: readonly Entry[],
): (Entry & { readonly erasing: readonly Entry[] })[] {
  const unread = erasing.filter(({ altered }) => altered);
  const groups = new Map(
    [...erasingByNotice(erasing)].map(([notice, own]) => [notice, [...unread, ...own]]),
  );
  return entries.map((entry) => {
    const named = [...new Set(entry.parts.flatMap(noticesIn).map(noticeKey))];
    const [own = unread, ...others] = named.flatMap((notice) => {
      const group = groups.get(notice);
      return group ? [group] : [];
    });
    return { ...entry, erasing: others.length === 0 ? own : [...new Set([own, ...others].flat())] };
  });
}

/** The entries that say what was erased, by the notice of which it was, as `noticeKey` names it. */
export function erasingByNotice<Entry extends Pick<Seen, "parts">>(
  entries: readonly Entry[],
): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const notice = erasedFacts(entry)?.erased?.notice;
    if (!notice) continue;
    const group = groups.get(noticeKey(notice));
    if (group) group.push(entry);
    else groups.set(noticeKey(notice), [entry]);
  }
  return groups;
}

/** What an entry says that was erased: the originator's part says all, and where one does not see that, all that one sees. */
export function erasedFacts({ parts }: Pick<Seen, "parts">): Facts | null {
  const seen = parts.filter(({ facts }) => facts?.erased);
  const full = seen.find(({ party, facts }) => party === facts?.erased?.notice?.origin);
  return (full ?? seen[0])?.facts ?? null;
}

/** All versions of a notice. */
export function noticeKey({ origin, id }: NoticeRef): string {
  return `${origin}/${id}`;
}

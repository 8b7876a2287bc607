import { steps } from "@talanoa/contract/records.ts";
import { refText } from "../notice/ref-text.ts";
import { noticesIn } from "../record/row-filter.ts";
import { contentState } from "./content-state.ts";
import { english } from "./english.ts";
import { erasedFacts, erasingByNotice, noticeKey } from "./erasing.ts";
import type { ShownEntry } from "./shown-entry.ts";

/**
 * What became of an entry: altered in the hub's database; else whether the content of the notices that it names is intact,
 * or erased by which entry. The record and its proof stay whatever is erased. Empty when it was not told, and where nothing is
 * known: what was refused was never kept, and who asked about another's notice need not have it.
 */
export function entryState(entry: Omit<ShownEntry, "row">): string {
  const { altered, step, parts, erasing } = entry;
  if (altered) return "altered";
  if (!erasing || step === steps.refused) return "";
  const named = new Map(parts.flatMap(noticesIn).map((notice) => [refText(notice), notice]));
  if (named.size === 0) return step === steps.queried ? "" : english.intact;
  // One that was altered does not say about what it was.
  const unread = erasing.find((each) => each.altered);
  if (unread) return `not known: entry ${unread.index} is altered`;
  const groups = erasingByNotice(erasing);
  const states = [...named].map(([name, notice]) => {
    const own = (groups.get(noticeKey(notice)) ?? []).map((each) => ({
      index: each.index,
      facts: erasedFacts(each),
    }));
    return { name, state: contentState(own, notice.version) };
  });
  const gone = states.filter(({ state }) => state !== english.intact);
  if (gone.length === 0) return english.intact;
  if (states.length === 1) return gone[0]!.state;
  return gone.map(({ name, state }) => `${name}: ${state}`).join("; ");
}

import { refText } from "../notice/ref-text.ts";
import { noticesOf } from "../record/notices.ts";
import { contentState } from "./content-state.ts";
import { english } from "./english.ts";
import type { ShownEntry } from "./shown-entry.ts";
import { toldEntries } from "./told-entry.ts";

/**
 * What became of an entry: altered in the hub's database; else whether the content of the notices that it names is intact,
 * or erased by which entry. The record and its proof stay whatever is erased. Empty when it was not told.
 */
export function entryState(entry: Omit<ShownEntry, "row">): string {
  const { altered, parts, erasing } = entry;
  if (altered) return "altered";
  if (!erasing) return "";
  const named = new Map(
    parts
      .flatMap(({ facts }) => (facts ? noticesOf(facts) : []))
      .map((notice) => [refText(notice), notice]),
  );
  // One that was altered does not say about what it was.
  const unread = erasing.find((each) => each.altered);
  if (unread && named.size > 0) return `not known: entry ${unread.index} is altered`;
  const told = toldEntries(erasing);
  const states = [...named].map(([name, { origin, id, version }]) => {
    const own = told.filter(({ facts }) => {
      const its = facts?.erased?.notice;
      return its?.origin === origin && its.id === id;
    });
    return { name, state: contentState(own, version) };
  });
  const gone = states.filter(({ state }) => state !== english.intact);
  if (gone.length === 0) return english.intact;
  if (states.length === 1) return gone[0]!.state;
  return gone.map(({ name, state }) => `${name}: ${state}`).join("; ");
}

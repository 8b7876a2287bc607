import type { LogEntry } from "@talanoa/sharing/record/entry.ts";
import { UNKNOWN_STEP } from "@talanoa/sharing/record/unknown-step.ts";
import { ownNotices } from "@talanoa/sharing/record/notices.ts";
import { notedPlaces, noting } from "@talanoa/sharing/record/places.ts";
import { followRecord } from "@talanoa/sharing/record/stored-record.ts";
import type { Heads } from "../keep/heads.ts";
import { entryOf, loggedAs, type LoggedRecord, readLogged } from "../keep/logged-record.ts";
import { type Difference, difference } from "./difference.ts";

/** A row of `entries`. */
export interface EntryRow {
  readonly index: number;
  readonly stream_sequence: number;
  readonly stored_at: number;
  readonly leaf_hash: Buffer;
  readonly record: Buffer;
  readonly entry: Buffer;
  readonly places: readonly number[];
}

/** An entry as it follows from the record that its row has. */
export interface Followed {
  readonly logged: LoggedRecord;
  readonly its: LogEntry;
}

/** The entry that follows from a row's record and places; undefined when the row has another. */
export function follow(row: EntryRow): Followed | undefined {
  const { stream_sequence: sequence, stored_at: storedAt, record: bytes, places } = row;
  const stored = { sequence, storedAt, bytes };
  const followed = followRecord({ ...stored, places }, row.entry);
  if (!followed || !row.leaf_hash.equals(followed.its.leafHash)) return undefined;
  return { logged: loggedAs(stored, followed.record), its: followed.its };
}

/** What a row must stand behind. */
export interface Before {
  readonly index: number;
  readonly sequence: number;
  /** As of the entries before it: moved on to this one. */
  readonly heads: Heads;
}

/**
 * Compares a row, and what was found to follow from it, with what must be the next entry of the log. Moves
 * the heads on to it.
 */
export function checkEntry(
  row: EntryRow | undefined,
  followed: Followed | undefined,
  { index, sequence, heads }: Before,
): Difference | null {
  const differs = (column: string, text: string) => difference("entries", index, column, text);
  if (row?.index !== index) return differs("", `entry ${index} is missing`);
  if (!followed) return unfollowed(row, heads);
  if (placesOf(followed, index, heads).join() !== row.places.join()) {
    const text = `the numbers and previous indexes of entry ${index} do not continue those of its parties and notices`;
    return differs("places", text);
  }
  if (row.stream_sequence > sequence) return null;
  const text = `entry ${index} does not stand behind the one before in the stream: it was logged twice, or out of order`;
  return differs("stream_sequence", text);
}

/** The places that an entry must have, in the order in which they are noted. */
function placesOf({ logged: { record }, its }: Followed, index: number, heads: Heads): number[] {
  const noted: number[] = [];
  if (!record) return noted;
  const places = noting(heads.placesAt(index), noted);
  for (const { party } of its.parts) places.ofParty(party);
  for (const { party } of its.parts) ownNotices(record, party).forEach(places.ofNotice);
  return noted;
}

/** Which of the columns of an entry is the one that does not fit the others. */
function unfollowed(row: EntryRow, heads: Heads): Difference {
  const { index, stream_sequence: sequence, stored_at: storedAt, record: bytes } = row;
  const logged = readLogged({ sequence, storedAt, bytes });
  const its = entryOf(logged, notedPlaces(row.places));
  const differs = (column: string, text: string) => difference("entries", index, column, text);
  if (row.entry.equals(its.entry)) {
    return differs("leaf_hash", `the leaf hash of entry ${index} is not that of the entry`);
  }
  if (row.leaf_hash.equals(its.leafHash)) {
    return differs("entry", `entry ${index} is not what its record and its leaf hash say`);
  }
  const placed = { logged, its };
  if (its.step !== UNKNOWN_STEP) {
    const right = entryOf(logged, notedPlaces(placesOf(placed, index, heads)));
    if (row.entry.equals(right.entry) && row.leaf_hash.equals(right.leafHash)) {
      return differs("places", `the numbers of entry ${index} are not those that it commits to`);
    }
  }
  const text = `the record of entry ${index} is not the one that the entry commits to`;
  return differs("record", text);
}

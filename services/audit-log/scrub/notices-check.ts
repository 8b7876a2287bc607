import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { type Head, type Heads, isId, keyOf, type NoticeKey } from "../keep/heads.ts";
import { type Difference, difference } from "./difference.ts";

/** A row of `notice_entries`. */
export interface NoticeRow {
  readonly origin: string;
  readonly notice: string;
  readonly first_index: number;
  readonly indexes: readonly number[];
  readonly versions: readonly number[];
  readonly ordinal: number;
  readonly last_index: number;
}

/** A row of which not all entries have been seen. */
interface OpenRow {
  readonly row: NoticeRow;
  /** How many were. */
  seen: number;
  head: Head;
}

/**
 * Follows where the notices of entries are named. Records do not say how many were written together, so
 * rows are taken as they are, and each must name exactly the next entries of its notice. Only rows that
 * are not yet at their end are kept.
 */
export class NoticeRows {
  readonly #open = new Map<string, OpenRow>();
  /** Rows that begin in the range that is being looked at. */
  #starting = new Map<string, NoticeRow>();

  /** The heads of notices whose rows do not end before the next range. */
  get heads(): Iterable<readonly [NoticeKey, Head]> {
    return [...this.#open.values()].map(({ row, head }) => [keyOfRow(row), head]);
  }

  /** The rows that begin in the next range. */
  begin(rows: readonly NoticeRow[]): Difference | null {
    this.#starting = new Map();
    for (const row of rows) {
      const { first_index: first, indexes, versions } = row;
      if (indexes[0] !== first || indexes.length !== versions.length) {
        const column = indexes[0] === first ? "versions" : "first_index";
        return differs(
          first,
          column,
          `the row of a notice that begins at ${first} does not agree with itself`,
        );
      }
      this.#starting.set(startKey(keyOf(keyOfRow(row)), first), row);
    }
    return null;
  }

  /** Takes the notices that an entry names, in their order; heads are as of this entry. */
  take(index: number, notices: readonly NoticeRef[], heads: Heads): Difference | null {
    const taken = new Map<string, number>();
    for (const { origin, id, version } of notices) {
      if (!isId(origin) || !isId(id)) continue;
      const key = keyOf({ origin, id });
      if (taken.get(key) === version) continue;
      taken.set(key, version);
      const found = this.#takeOne(key, index, version, heads.ofNotice({ origin, id }));
      if (found) return found;
    }
    return null;
  }

  #takeOne(key: string, index: number, version: number, head: Head): Difference | null {
    const open = this.#open.get(key) ?? this.#start(key, index);
    if (!open)
      return differs(index, "", `no row says that entry ${index} names one of its notices`);
    const { row, seen } = open;
    if (row.indexes[seen] !== index) {
      return differs(
        index,
        "indexes",
        `the row of a notice that entry ${index} names leaves that entry out`,
      );
    }
    if (row.versions[seen] !== version) {
      return differs(
        index,
        "versions",
        `a row has another version of a notice than entry ${index} names`,
      );
    }
    open.seen += 1;
    open.head = head;
    return open.seen === row.indexes.length ? this.#end(key, open) : null;
  }

  #start(key: string, index: number): OpenRow | undefined {
    const start = startKey(key, index);
    const row = this.#starting.get(start);
    if (!row) return undefined;
    this.#starting.delete(start);
    const open = { row, seen: 0, head: { ordinal: 0, index: 0 } };
    this.#open.set(key, open);
    return open;
  }

  #end(key: string, { row, head }: OpenRow): Difference | null {
    this.#open.delete(key);
    const { first_index: first } = row;
    const says = (what: string) =>
      `the row of a notice that begins at ${first} has another ${what} than its records`;
    if (row.ordinal !== head.ordinal)
      return differs(first, "ordinal", says("number of the last record"));
    if (row.last_index !== head.index)
      return differs(first, "last_index", says("index of the last record"));
    return null;
  }

  /** After all entries before an index: no row may name others among them. */
  end(to: number): Difference | null {
    for (const { first_index: first } of this.#starting.values()) {
      return differs(
        first,
        "",
        `a row says that entry ${first} names a notice, which its record does not name`,
      );
    }
    for (const { row, seen } of this.#open.values()) {
      const index = row.indexes[seen]!;
      if (index >= to) continue;
      const text = `the row of a notice that begins at ${row.first_index} says that entry ${index} names it, which its record does not`;
      return differs(row.first_index, "indexes", text);
    }
    return null;
  }

  /** At the end of the log no row may reach beyond it. */
  over(): Difference | null {
    return this.end(Number.POSITIVE_INFINITY);
  }
}

function differs(index: number, column: string, text: string): Difference {
  return difference("notice_entries", index, column, text);
}

function startKey(key: string, index: number): string {
  return `${key} ${index}`;
}

function keyOfRow({ origin, notice: id }: NoticeRow): NoticeKey {
  return { origin, id };
}

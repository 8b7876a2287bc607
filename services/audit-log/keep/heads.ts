import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import type { Place, Places } from "@talanoa/sharing/record/places.ts";
import type { ClientBase, Pool } from "pg";

/** The last record of a party or of a notice: its number among them, and its index in the log. */
export interface Head {
  readonly ordinal: number;
  readonly index: number;
}

export type NoticeKey = Pick<NoticeRef, "origin" | "id">;

const NONE: Head = { ordinal: 0, index: 0 };
/** Notices whose heads are remembered; of others they are looked up. */
const REMEMBERED = 50_000;

/** The heads of notices that were used lately: of the newer half of them, and of the older, which goes as a whole. */
class Remembered {
  #newer = new Map<string, Map<string, Head>>();
  #older = new Map<string, Map<string, Head>>();
  #newerSize = 0;
  /** The last index in each half. */
  #newerEnd = 0;
  #olderEnd = 0;

  get({ origin, id }: NoticeKey): Head | undefined {
    return this.#newer.get(origin)?.get(id) ?? this.#older.get(origin)?.get(id);
  }

  set({ origin, id }: NoticeKey, head: Head): void {
    let its = this.#newer.get(origin);
    if (!its) this.#newer.set(origin, (its = new Map()));
    const before = its.size;
    its.set(id, head);
    this.#newerSize += its.size - before;
    if (head.index > this.#newerEnd) this.#newerEnd = head.index;
  }

  /** Forgets the older half when there is a new one, and the rows of a log of this size have all of it. */
  forget(size: number, remembered: number): void {
    if (this.#newerSize * 2 < remembered || this.#olderEnd >= size) return;
    this.#older = this.#newer;
    this.#olderEnd = this.#newerEnd;
    this.#newer = new Map();
    this.#newerSize = 0;
  }
}

/**
 * Where the records of each party and of each notice end, as of the last record that was given a place:
 * what the log's rows say, and what will be written next to them.
 */
export class Heads {
  readonly #parties: Map<string, Head>;
  readonly #notices = new Remembered();

  constructor(
    parties: Iterable<readonly [string, Head]>,
    notices: Iterable<readonly [NoticeKey, Head]> = [],
  ) {
    this.#parties = new Map(parties);
    for (const [notice, head] of notices) this.#notices.set(notice, head);
  }

  /** The heads of the log as it stands. */
  static async read(pool: Pool): Promise<Heads> {
    const { rows } = await pool.query<Head & { party: string }>(
      "select party, ordinal, index from party_heads",
    );
    return new Heads(rows.map(({ party, ordinal, index }) => [party, { ordinal, index }]));
  }

  get parties(): ReadonlyMap<string, Head> {
    return this.#parties;
  }

  /** The places of the record at an index, which is the next of its parties and notices. */
  placesAt(index: number): Places {
    return {
      ofParty: (party) => this.#nextOfParty(party, index),
      ofNotice: (notice) => this.#nextOfNotice(notice, index),
    };
  }

  #nextOfParty(party: string, index: number): Place {
    const before = this.#parties.get(party);
    const place = placeAfter(before ?? NONE);
    if (before || isId(party)) this.#parties.set(party, { ordinal: place.ordinal, index });
    return place;
  }

  #nextOfNotice(notice: NoticeKey, index: number): Place {
    const before = this.#notices.get(notice);
    const place = placeAfter(before ?? NONE);
    if (before || isNamed(notice)) {
      this.#notices.set(notice, { ordinal: place.ordinal, index });
    }
    return place;
  }

  ofNotice(notice: NoticeKey): Head {
    return this.#notices.get(notice) ?? NONE;
  }

  /**
   * Looks up the heads of notices that are not remembered: they must be known before a record of theirs comes.
   * With an index, as of the rows that begin before it. Gives those that have one.
   */
  async lookUp(
    pool: Pick<Pool | ClientBase, "query">,
    notices: readonly NoticeKey[],
    before = Number.MAX_SAFE_INTEGER,
  ): Promise<(readonly [NoticeKey, Head])[]> {
    const unknown = new Map<string, NoticeKey>();
    for (const notice of notices) {
      if (!this.#notices.get(notice) && isNamed(notice)) unknown.set(keyOf(notice), notice);
    }
    if (unknown.size === 0) return [];
    const keys = [...unknown.values()];
    const { rows } = await pool.query<Head & { origin: string; id: string }>({
      name: "notice-heads",
      text: `
        select asked.origin, asked.id, head.ordinal, head.last_index as index
        from unnest($1::text[], $2::text[]) as asked (origin, id)
        cross join lateral (
          select ordinal, last_index from (
            (select ordinal, last_index from notice_entries n
             where n.origin = asked.origin and n.notice = asked.id and n.first_index < $3
             order by first_index desc limit 1)
            union all
            (select ordinal, last_index from archived_notices n
             where n.origin = asked.origin and n.notice = asked.id and n.last_index < $3
             order by number desc limit 1)
          ) as heads
          order by ordinal desc limit 1
        ) as head`,
      values: [keys.map(({ origin }) => origin), keys.map(({ id }) => id), before],
    });
    for (const notice of keys) this.#notices.set(notice, NONE);
    const found = rows.map(
      ({ origin, id, ordinal, index }) =>
        [
          { origin, id },
          { ordinal, index },
        ] as const,
    );
    for (const [notice, head] of found) this.#notices.set(notice, head);
    return found;
  }

  /** Forgets notices beyond those worth remembering, as far as the rows of the log have them by now. */
  forget(size: number, remembered = REMEMBERED): void {
    this.#notices.forget(size, remembered);
  }
}

function placeAfter({ ordinal, index }: Head): Place {
  return { ordinal: ordinal + 1, previous: index };
}

/** One text of both. */
export function keyOf({ origin, id }: NoticeKey): string {
  return `${origin} ${id}`;
}

/** Whether it can be an id: what cannot must not keep a record from the log. */
export function isId(text: string): boolean {
  return SUBJECT_TOKEN.test(text);
}

/** Whether both can be ids: of a notice that cannot be asked for, no place is kept. */
export function isNamed({ origin, id }: NoticeKey): boolean {
  return isId(origin) && isId(id);
}

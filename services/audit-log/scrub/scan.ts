import { setImmediate } from "node:timers/promises";
import { HASH_BYTES } from "@talanoa/tlog/tree/hash.ts";
import { TILE_WIDTH } from "@talanoa/tlog/tree/tile.ts";
import type { Pool } from "pg";
import { type Head, Heads } from "../keep/heads.ts";
import { readTiles } from "../tables/tiles.ts";
import { type Difference, difference } from "./difference.ts";
import { checkEntry, type EntryRow, follow, type Followed } from "./entry-check.ts";
import { checkEnd, checkPublished, type LogEnd } from "./log-end.ts";
import { NoticeRows } from "./notices-check.ts";
import { checkOperations, operationsOfEntry } from "./operations-check.ts";
import { readPage } from "./page.ts";
import { checkParts, partsOfEntry } from "./parts-check.ts";
import { checkSpan, type SpanRow, Spans } from "./spans-check.ts";
import { checkTiles, type TreeCheck } from "./tree-check.ts";

// Deriving hundreds in a row would keep whoever asks the log waiting.
const AT_ONCE = 64;

/**
 * Compares the log with its records, a range of entries after the other. What one needs of those before is
 * carried (the heads of parties, the edge of the tree) or looked up in rows that were compared with them
 * (the heads of notices), so that memory stays bounded however long the log is.
 */
export class Scan {
  readonly #pool: Pool;
  readonly #end: LogEnd;
  readonly #tree: TreeCheck;
  readonly #notices = new NoticeRows();
  readonly #spans = new Spans();
  #parties: ReadonlyMap<string, Head>;
  #sequence: number;
  /** The first entry that was not looked at. */
  next = 0;
  /** How many entries, tiles and other rows were compared. */
  entries = 0;
  tiles = 0;
  rows = 0;

  constructor(pool: Pool, end: LogEnd, tree: TreeCheck) {
    this.#pool = pool;
    this.#end = end;
    this.#tree = tree;
    this.#parties = end.beginning.parties;
    this.#sequence = end.beginning.sequence;
  }

  /** Compares the tiles over entries before an index, which stand in archives: their hashes alone are here. */
  async archivedUpTo(to: number): Promise<Difference | null> {
    const first = this.next / TILE_WIDTH;
    const asked = Array.from({ length: to / TILE_WIDTH - first }, (_, i) => ({
      level: 0,
      index: first + i,
      width: TILE_WIDTH,
    }));
    const stored = await readTiles(this.#pool, asked);
    const hashes: Buffer[] = [];
    for (const tile of asked) {
      const bytes = stored(tile);
      if (bytes?.length !== TILE_WIDTH * HASH_BYTES)
        return difference(
          "tiles",
          tile.index,
          "",
          `the tile ${tile.index} of level 0 is missing or cut`,
        );
      for (let at = 0; at < bytes.length; at += HASH_BYTES)
        hashes.push(Buffer.from(bytes.subarray(at, at + HASH_BYTES)));
    }
    this.next = to;
    return this.#checkTree(hashes);
  }

  /** Compares the entries before an index, and all that derives from them; `seen` is given their rows then. */
  async upTo(
    to: number,
    seen: (rows: readonly EntryRow[]) => Promise<Difference | null>,
  ): Promise<Difference | null> {
    const from = this.next;
    const page = await readPage(this.#pool, from, to);
    const followed = await followAll(page.entries);
    const heads = new Heads(this.#parties, this.#notices.heads);
    const named = followed.flatMap((each) => each?.logged.notices ?? []);
    await heads.lookUp(this.#pool, named, from);
    const spans: SpanRow[] = [];
    let other: Difference | null = null;
    // Told after what is wrong with an entry: it may be for that alone.
    let misnamed = this.#notices.begin(page.notices);
    for (let index = from; index < to && !other; index++) {
      const row = page.entries[index - from];
      const its = followed[index - from];
      other = checkEntry(row, its, { index, sequence: this.#sequence, heads });
      if (other || !row || !its) break;
      this.#sequence = row.stream_sequence;
      const { logged } = its;
      misnamed ??= this.#notices.take(index, logged.notices, heads);
      other = checkPublished(this.#end, index + 1, row.stored_at);
      spans.push(...this.#spans.take(index, logged.at));
    }
    other ??= await this.#checkTree(page.entries.map((row) => row.leaf_hash));
    other ??= misnamed ?? this.#notices.end(to);
    if (other) return other;
    const parts = followed.flatMap((its, i) => partsOfEntry(its!, from + i));
    const operations = followed.flatMap((its, i) => operationsOfEntry(its!, from + i));
    other = checkParts(page.parts, parts) ?? checkOperations(page.operations, operations);
    const found = new Map(page.spans.map((row) => [row.span, row]));
    for (const span of spans) other ??= checkSpan(found.get(span.span), span);
    other ??= await seen(page.entries);
    if (other) return other;
    this.#parties = heads.parties;
    this.next = to;
    this.entries += to - from;
    this.rows += parts.length + page.notices.length + operations.length + spans.length;
    return to === this.#end.size ? this.#checkEnd() : null;
  }

  async #checkTree(hashes: readonly Buffer[]): Promise<Difference | null> {
    const added = this.#tree.add(hashes);
    if (!Array.isArray(added)) return added;
    this.tiles += added.length;
    return added.length > 0 ? checkTiles(added, await readTiles(this.#pool, added)) : null;
  }

  #checkEnd(): Difference | null {
    const { edge } = this.#tree;
    this.tiles += edge.partial.filter(({ length }) => length > 0).length;
    this.rows += this.#parties.size + 1;
    const span = this.#spans.open;
    return (
      this.#notices.over() ??
      (span && checkSpan(this.#end.span, span)) ??
      checkEnd(this.#end, { edge, sequence: this.#sequence, parties: this.#parties })
    );
  }
}

async function followAll(rows: readonly EntryRow[]): Promise<(Followed | undefined)[]> {
  const followed: (Followed | undefined)[] = [];
  for (const [i, row] of rows.entries()) {
    if (i % AT_ONCE === 0) await setImmediate();
    followed.push(follow(row));
  }
  return followed;
}

import { setImmediate } from "node:timers/promises";
import { HubError } from "@talanoa/platform/errors.ts";
import { followRecord, type StoredRecord } from "@talanoa/sharing/record/stored-record.ts";
import type { Pool } from "pg";
import { readPlace } from "../tables/log-state.ts";
import { type Head, Heads, keyOf, type NoticeKey } from "./heads.ts";
import { LastNumbers } from "./last-numbers.ts";

/** Entries at the end of the log whose numbers are compared before one is written behind them. */
const LAST = 2_048;
// Deriving hundreds in a row would keep whoever asks the log waiting.
const AT_ONCE = 64;

/**
 * Throws `failed-precondition` unless each head of a party has the number that its entry gives: the next would have a
 * wrong one, and be signed with it. Those of entries in archives are taken as they are.
 */
export async function provePartyHeads(pool: Pool, heads: ReadonlyMap<string, Head>): Promise<void> {
  await prove(pool, "parties", heads);
}

/** The same of the heads of notices that were looked up. */
export async function proveNoticeHeads(
  pool: Pool,
  found: readonly (readonly [NoticeKey, Head])[],
): Promise<void> {
  const heads = found.map(([notice, head]) => [keyOf(notice), head] as const);
  await prove(pool, "notices", heads);
}

/**
 * Throws `failed-precondition` unless the heads of all parties and notices that the last entries name are at those
 * entries: a row that is missing would have numbers given twice. What is missing of older ones is found by the scrub.
 */
export async function proveLastNumbers(pool: Pool): Promise<void> {
  const { size } = await readPlace(pool);
  const numbers = new LastNumbers();
  for (let from = Math.max(0, size - LAST); from < size; from += AT_ONCE) {
    const indexes = Array.from({ length: Math.min(AT_ONCE, size - from) }, (_, i) => from + i);
    for (const row of await readRows(pool, indexes)) take(numbers, row);
    await setImmediate();
  }
  const heads = await Heads.read(pool);
  const named = [...numbers.notices.keys()].map(noticeOf);
  const notices = new Map(
    (await heads.lookUp(pool, named)).map(([notice, head]) => [keyOf(notice), head]),
  );
  const wrong =
    firstOther(numbers.parties, heads.parties, "parties") ??
    firstOther(numbers.notices, notices, "notices");
  if (!wrong) return;
  // Another process may have written meanwhile.
  if ((await readPlace(pool)).size !== size) return proveLastNumbers(pool);
  throw wrong;
}

type Named = "parties" | "notices";

const tables = { parties: "party_heads", notices: "notice_entries" } as const;

async function prove(
  pool: Pool,
  named: Named,
  heads: Iterable<readonly [string, Head]>,
): Promise<void> {
  // A notice that was named without a number of its own has none.
  const numbered = [...heads].filter(([, { ordinal }]) => ordinal > 0);
  const byIndex = Map.groupBy(numbered, ([, { index }]) => index);
  if (byIndex.size === 0) return;
  const indexes = [...byIndex.keys()];
  for (let at = 0; at < indexes.length; at += AT_ONCE) {
    for (const row of await readRows(pool, indexes.slice(at, at + AT_ONCE))) {
      const numbers = new LastNumbers();
      take(numbers, row);
      const wrong = firstOther(byIndex.get(row.index)!, numbers[named], named);
      if (wrong) throw wrong;
    }
    await setImmediate();
  }
}

function firstOther(
  heads: Iterable<readonly [string, Head]>,
  others: ReadonlyMap<string, Head>,
  named: Named,
): HubError | null {
  for (const [name, { ordinal, index }] of heads) {
    const other = others.get(name);
    if (other?.ordinal === ordinal && other.index === index) continue;
    return damaged(`a row of ${tables[named]} has not the number that entry ${index} gives`);
  }
  return null;
}

/** A row of `entries`, and its leaf hash as the tree has it. */
interface Row extends StoredRecord {
  readonly index: number;
  readonly entry: Buffer | null;
  readonly hash: Buffer | null;
}

/** The rows of entries, but for those that stand in archives alone. */
async function readRows(pool: Pool, indexes: readonly number[]): Promise<Row[]> {
  const { rows } = await pool.query<Row>({
    name: "proved-entries",
    text: `
      select asked.index, its.*, substr(tiles.hashes, (asked.index % 256)::int * 32 + 1, 32) as hash
      from unnest($1::bigint[]) as asked (index)
      left join lateral (
        select stream_sequence as sequence, stored_at as "storedAt", record as bytes, places, entry
        from entries where entries.index = asked.index limit 1
      ) as its on true
      left join tiles on tiles.level = 0 and tiles.index = asked.index / 256
      where asked.index >= (select coalesce(max(until_index), 0) from archives)
      order by asked.index`,
    values: [indexes],
  });
  return rows;
}

/** Takes the numbers of an entry; throws unless it is the one that the tree has. */
function take(numbers: LastNumbers, row: Row): void {
  const { index, entry, hash, places } = row;
  const followed = entry && followRecord(row, entry);
  if (!followed || !hash?.equals(followed.its.leafHash))
    throw damaged(`entry ${index} is not what the tree says`);
  const { record, its } = followed;
  if (record) numbers.take({ index, record, its, places });
}

function noticeOf(key: string): NoticeKey {
  const [origin = "", id = ""] = key.split(" ");
  return { origin, id };
}

function damaged(what: string): HubError {
  return new HubError(
    "failed-precondition",
    `${what}: the log's database was changed or damaged, and what is written behind would be numbered wrongly. ` +
      `Nothing was written. Restore the database from a backup, or make it anew from the stream: see docs/log.md.`,
  );
}

import type { VerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { type Edge, edgeTiles } from "@talanoa/tlog/tree/edge.ts";
import type { TreeHead } from "@talanoa/tlog/tree/hash.ts";
import { type GetTile, hashesAt, TILE_WIDTH } from "@talanoa/tlog/tree/tile.ts";
import type { Pool, PoolClient } from "pg";
import type { CheckpointKind } from "../prove/checkpoints.ts";
import { type Compared, readCompared } from "../keep/check-stream.ts";
import type { Head } from "../keep/heads.ts";
import { SPAN } from "../tables/migrations.ts";
import { readTiles } from "../tables/tiles.ts";
import { type Difference, difference } from "./difference.ts";
import { checkSettings } from "./settings-check.ts";
import type { SpanRow } from "./spans-check.ts";
import { checkTiles, type Claim } from "./tree-check.ts";

/**
 * Where the log ends at one moment: all that moves on with it, as it was when its size was this. Entries
 * before it never change, and are read later.
 */
export interface LogEnd {
  readonly beginning: LogBeginning;
  readonly size: number;
  readonly position: number;
  readonly root: Buffer;
  readonly heads: ReadonlyMap<string, Head>;
  /** The last of all. */
  readonly span: SpanRow | undefined;
  /** Those that are not full. */
  readonly tiles: GetTile;
  readonly checkpoints: readonly CheckpointRow[];
  /** What its state says of tables and stream, and they do not. */
  readonly settings: Difference | null;
  /** The first row that stands where the tables have no entry. */
  readonly beyond: Difference | null;
}

/** Where the entries in the tables begin: behind those that stand in archives alone. */
export interface LogBeginning {
  /** Of the first of them. */
  readonly index: number;
  /** The place in the stream of the entry before. */
  readonly sequence: number;
  /** The heads of parties as of the entry before. */
  readonly parties: ReadonlyMap<string, Head>;
  /** From where on the stream has each record. */
  readonly compared: Compared;
}

interface CheckpointRow {
  readonly kind: CheckpointKind;
  readonly size: number;
  readonly note: string;
  readonly published_at: number;
}

/** Reads it in one look at the database; null when the log has lost the row that says how far it is. */
export async function readEnd(pool: Pool): Promise<LogEnd | null> {
  const client = await pool.connect();
  let failed = true;
  try {
    await client.query("begin isolation level repeatable read read only");
    const end = await lookAt(client);
    await client.query("commit");
    failed = false;
    return end;
  } finally {
    client.release(failed);
  }
}

async function lookAt(client: PoolClient): Promise<LogEnd | null> {
  const states = await client.query<{ position: number; size: number; root: Buffer }>(
    "select position, size, root from log_state",
  );
  const [state] = states.rows;
  if (!state) return null;
  const { size } = state;
  const heads = await client.query<Head & { party: string }>(
    "select party, ordinal, index from party_heads",
  );
  const spans = await client.query<SpanRow>(
    "select span, min_at, max_at from time_spans where span = $1",
    [Math.floor((size - 1) / SPAN)],
  );
  const checkpoints = await client.query<CheckpointRow>(
    "select kind, size, note, published_at from checkpoints order by size, kind",
  );
  const beginning = await readLogBeginning(client);
  return {
    ...state,
    beginning,
    heads: new Map(heads.rows.map(({ party, ordinal, index }) => [party, { ordinal, index }])),
    span: spans.rows[0],
    tiles: await readTiles(client, edgeTiles(size)),
    checkpoints: checkpoints.rows,
    settings: await checkSettings(client, size),
    beyond: (await rowBefore(client, beginning)) ?? (await rowBeyond(client, size)),
  };
}

async function readLogBeginning(client: PoolClient): Promise<LogBeginning> {
  const compared = await readCompared(client);
  const { rows } = await client.query<{ number: number; index: number; sequence: number }>(
    `select number, until_index as index, last_sequence as sequence
     from archives order by number desc limit 1`,
  );
  const { number = -1, index = 0, sequence = 0 } = rows[0] ?? {};
  const heads = await client.query<Head & { party: string }>(
    "select party, ordinal, index from archived_parties where number = $1",
    [number],
  );
  const parties = new Map(heads.rows.map(({ party, ...head }) => [party, head]));
  return { index, sequence, parties, compared };
}

/** A row of an entry that stands in archives alone: else a false row of `archives` would hide what was changed. */
async function rowBefore(
  client: PoolClient,
  { index: beginning }: LogBeginning,
): Promise<Difference | null> {
  const { rows } = await client.query<{ place: "entries"; index: number }>({
    name: "row-before",
    text: `
      (select 'entries' as place, index from entries where index < $1 order by index limit 1)
      union all
      (select 'parts', index from parts where index < $1 limit 1)
      union all
      (select 'notice_entries', first_index from notice_entries where first_index < $1 limit 1)
      union all
      (select 'operation_entries', index from operation_entries where index < $1 limit 1)`,
    values: [beginning],
  });
  const [row] = rows;
  if (!row) return null;
  const text = `a row stands at ${row.index}, although all before entry ${beginning} are said to be in archives: rows were added, or no archive was made`;
  return difference(row.place, row.index, "", text);
}

async function rowBeyond(client: PoolClient, size: number): Promise<Difference | null> {
  const levels = [];
  for (let level = 0; hashesAt(level, size) > 0; level++) {
    levels.push(Math.ceil(hashesAt(level, size) / TILE_WIDTH));
  }
  const { rows } = await client.query<{ place: "entries"; index: number }>({
    name: "row-beyond",
    text: `
      (select 'entries' as place, index from entries where index >= $1 order by index limit 1)
      union all
      (select 'parts', index from parts where index >= $1 limit 1)
      union all
      (select 'notice_entries', first_index from notice_entries where first_index >= $1 limit 1)
      union all
      (select 'operation_entries', index from operation_entries where index >= $1 limit 1)
      union all
      (select 'time_spans', span from time_spans where span < 0 or span >= $2 limit 1)
      union all
      (select 'tiles', index from tiles
       where index < 0 or index >= coalesce(($3::bigint[])[level + 1], 0) limit 1)`,
    values: [size, Math.ceil(size / SPAN), levels],
  });
  const [row] = rows;
  if (!row) return null;
  const text = `a row stands at ${row.index}, where a log of ${size} entries has none: rows were added, or the log was cut short`;
  return difference(row.place, row.index, "", text);
}

/** Milliseconds by which the clocks of the broker and of this service may differ. */
const CLOCKS = 10 * 60_000;

/** What must be of a log that was published with a key. */
export interface Promised {
  readonly key: VerifierKey;
  /** The last checkpoint that is known from outside the database. */
  readonly head: TreeHead | null;
}

/** The roots that the state, the stored checkpoints and the published one claim; or the first that cannot be. */
export function claimsOf(end: LogEnd, { key, head }: Promised, now: number): Claim[] | Difference {
  const { size, root } = end;
  const claims: Claim[] = [{ table: "log_state", column: "root", size, root }];
  if (head) claims.push({ ...head, table: "published-checkpoint", column: "" });
  const policy = { origin: key.name, keys: [key], witnesses: [], quorum: 0 };
  for (const row of end.checkpoints) {
    const named = `the ${row.kind} checkpoint`;
    let checkpoint: TreeHead;
    try {
      ({ checkpoint } = openCheckpoint(row.note, policy));
    } catch {
      const text = `${named} is none that this log's key signed`;
      return difference("checkpoints", row.size, "note", text);
    }
    if (checkpoint.size !== row.size) {
      const text = `${named} is of ${checkpoint.size} entries, and its row says ${row.size}`;
      return difference("checkpoints", row.size, "size", text);
    }
    if (row.published_at > now + CLOCKS) {
      const text = `${named} was published at a time that is yet to come`;
      return difference("checkpoints", row.size, "published_at", text);
    }
    claims.push({ ...checkpoint, table: "checkpoints", column: "note" });
  }
  const signed = end.checkpoints.find(({ kind }) => kind === "signed");
  if (!signed && (head || end.checkpoints.length > 0)) {
    const text = "there is no signed checkpoint, although one was published";
    return difference("checkpoints", head?.size ?? 0, "kind", text);
  }
  const far = claims.find((claim) => claim.size > size);
  if (!far) return claims;
  const text = `the log has ${size} entries, but a checkpoint of ${far.size} was published: it was cut short`;
  return difference("log_state", size, "size", text);
}

/** Whether checkpoints of so many entries were published before the last of these was stored (Unix ms). */
export function checkPublished(
  { checkpoints }: LogEnd,
  size: number,
  storedAt: number,
): Difference | null {
  const early = checkpoints.find(
    (row) => row.size === size && row.published_at < storedAt - CLOCKS,
  );
  if (!early) return null;
  const text = `the ${early.kind} checkpoint was published before its last entry was there`;
  return difference("checkpoints", size, "published_at", text);
}

/** What the whole log came to, by its entries. */
export interface Sum {
  readonly edge: Edge;
  readonly sequence: number;
  readonly parties: ReadonlyMap<string, Head>;
}

/** Compares what stands at the end of the log with what all its entries come to. */
export function checkEnd(end: LogEnd, { edge, sequence, parties }: Sum): Difference | null {
  const { size } = end;
  if (end.position !== sequence) {
    const text = `the log's position in the stream is not that of its last entry`;
    return difference("log_state", size, "position", text);
  }
  const partial = edge.partial.flatMap((bytes, level) =>
    bytes.length === 0
      ? []
      : { level, index: Math.floor(hashesAt(level, size) / TILE_WIDTH), bytes },
  );
  return checkTiles(partial, end.tiles) ?? checkHeads(end.heads, parties);
}

function checkHeads(
  found: ReadonlyMap<string, Head>,
  expected: ReadonlyMap<string, Head>,
): Difference | null {
  for (const [party, { ordinal, index }] of expected) {
    const head = found.get(party);
    const differs = (column: string, text: string) =>
      difference("party_heads", index, column, text);
    if (!head) return differs("party", `the head of ${party} is missing`);
    if (head.ordinal !== ordinal)
      return differs("ordinal", `the head of ${party} has another number than its last entry`);
    if (head.index !== index)
      return differs("index", `the head of ${party} is not at its last entry`);
  }
  for (const [party, { index }] of found) {
    if (expected.has(party)) continue;
    return difference(
      "party_heads",
      index,
      "party",
      "there is a head of a party that has no entry",
    );
  }
  return null;
}

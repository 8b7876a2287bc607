import type { PoolClient } from "pg";
import { type Difference, difference } from "./difference.ts";

interface Settings {
  readonly partition: number;
  /** Of the tables that the last entry stands in. */
  readonly bounds: string | null;
  readonly sequence: number;
  readonly index: number;
  /** The place in the stream of the entry before; null when it is none, or in an archive. */
  readonly before: number | null;
  /** The same of the entry itself. */
  readonly next: number | null;
}

/** Compares what `log_state` says of the tables and of the stream with both. */
export async function checkSettings(client: PoolClient, size: number): Promise<Difference | null> {
  const { rows } = await client.query<Settings>(
    `select partition, compared_sequence as sequence, compared_index as index,
       (select pg_get_expr(relpartbound, oid) from pg_class
        where oid = to_regclass('entries_' || $1::bigint / partition)) as bounds,
       (select stream_sequence from entries where index = compared_index - 1) as before,
       (select stream_sequence from entries where index = compared_index) as next
     from log_state`,
    [size],
  );
  const { partition, bounds, sequence, index, before, next } = rows[0]!;
  const from = Math.floor(size / partition) * partition;
  if (bounds !== `FOR VALUES FROM ('${from}') TO ('${from + partition}')`) {
    const text = `the tables have not as many entries each as the log's state says`;
    return difference("log_state", size, "partition", text);
  }
  const isRight =
    index === 0 ? sequence === 1 : sequence > (before ?? 0) && sequence <= (next ?? sequence);
  if (isRight) return null;
  const text = `the place from which the stream is compared is not that of an entry`;
  return difference("log_state", size, "compared_sequence", text);
}

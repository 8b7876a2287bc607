import type { Pool } from "pg";
import { partitionsOf } from "../tables/partitions.ts";

/** Makes the partitions of an empty log small, so that few entries fill some. */
export async function smallPartitions(pool: Pool, entries: number): Promise<void> {
  await pool.query("update log_state set partition = $1", [entries]);
  for (const number of [0, 1]) {
    await pool.query(`drop table ${partitionsOf(number)}`);
  }
  await pool.query("select make_partition(0), make_partition(1)");
}

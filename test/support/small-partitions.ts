import type { Stack } from "@talanoa/devstack/stack.ts";
import pg from "pg";

/** Makes the partitions of a hub's log small, of which the first must not be full yet: few entries fill some. */
export async function smallPartitions(stack: Stack, entries: number): Promise<void> {
  await stack.stop("audit-log");
  const client = new pg.Client(stack.postgresUrl("audit_log"));
  await client.connect();
  await client.query(`update log_state set partition = ${entries}`);
  for (const table of ["entries", "parts", "notice_entries", "operation_entries"])
    for (const number of [0, 1]) {
      const [from, until] = [number * entries, (number + 1) * entries];
      await client.query(`alter table ${table} detach partition ${table}_${number}`);
      await client.query(
        `alter table ${table} attach partition ${table}_${number} for values from (${from}) to (${until})`,
      );
    }
  await client.end();
  await stack.restart("audit-log");
}

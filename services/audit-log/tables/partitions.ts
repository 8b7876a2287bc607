/**
 * The tables of which rows of a range of entries share a partition, so that what is old can be taken out; by the column
 * that says of which entry a row is.
 */
export const partitioned = {
  entries: "index",
  parts: "index",
  notice_entries: "first_index",
  operation_entries: "index",
} as const;

export const partitionedTables = Object.keys(partitioned) as (keyof typeof partitioned)[];

/** The partitions of all tables that have a number, as SQL names them. */
export function partitionsOf(number: number): string {
  return partitionedTables.map((table) => `${table}_${number}`).join(", ");
}

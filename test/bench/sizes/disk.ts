import pg from "pg";

/** Bytes on disk of each table of the log with its indexes, by the names without their partitions. */
export async function tableBytes(url: string): Promise<{ [table: string]: number }> {
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  await using _ = { [Symbol.asyncDispose]: () => database.end() };
  const { rows } = await database.query<{ name: string; bytes: string }>(
    `select coalesce(parent.relname, its.relname) as name, sum(pg_total_relation_size(its.oid)) as bytes
     from pg_class its
     left join pg_inherits on inhrelid = its.oid
     left join pg_class parent on parent.oid = inhparent
     where its.relkind = 'r' and its.relnamespace = 'public'::regnamespace
       and coalesce(parent.relname, its.relname) = any($1)
     group by 1 order by 1`,
    [["entries", "parts", "notice_entries", "tiles", "time_spans"]],
  );
  return Object.fromEntries(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}

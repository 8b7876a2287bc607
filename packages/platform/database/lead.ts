import type { Pool } from "pg";

/** Any number that no other use of this database takes. */
const LEAD = 0x74_61_6c_61;

/** Numbers of processes come again after a restart: with when it began. Others' may be hidden. */
const CONNECTION = "concat(pid, ' ', extract(epoch from backend_start))";

/** The lead among the processes on one database. Disposing gives it up. */
export interface Lead extends AsyncDisposable {
  /** Aborts when the database may have given it to another. */
  readonly lost: AbortSignal;
  /** The connection for which the database keeps it, as `leadHolder` tells it. */
  readonly holder: string;
}

/**
 * Takes the lead, which the database keeps for a connection as long as that stands; null while another
 * process has it, or when the database is away.
 */
export async function takeLead(pool: Pool): Promise<Lead | null> {
  const client = await pool.connect().catch(() => null);
  if (!client) return null;
  const lost = new AbortController();
  const lose = (): void =>
    lost.abort(new Error("the database no longer keeps the lead for this process"));
  client.on("error", lose);
  client.on("end", lose);
  let taken = false;
  let holder = "";
  const release = (): void => {
    client.off("error", lose);
    client.off("end", lose);
    // A connection that has the lock must not be used for anything else: closing it frees the lock.
    client.release(taken || lost.signal.aborted);
  };
  try {
    // So that the database notices a host that is gone without a word: else it would keep the lead for two hours.
    await client.query(
      `select set_config('tcp_keepalives_idle', '5', false),
        set_config('tcp_keepalives_interval', '5', false),
        set_config('tcp_keepalives_count', '3', false)`,
    );
    const { rows } = await client.query<{ taken: boolean; holder: string }>(
      `select pg_try_advisory_lock($1) as taken, ${CONNECTION} as holder
       from pg_stat_activity where pid = pg_backend_pid()`,
      [LEAD],
    );
    taken = rows[0]?.taken === true;
    holder = rows[0]?.holder ?? "";
  } catch {
    lose();
  }
  if (!taken) {
    release();
    return null;
  }
  return { lost: lost.signal, holder, [Symbol.asyncDispose]: async () => release() };
}

/**
 * The connection for which the database keeps the lead, in a text that no other one has; null while it does for none.
 * Rejects while the database is away.
 */
export async function leadHolder(pool: Pool): Promise<string | null> {
  const { rows } = await pool.query<{ holder: string }>(
    `select ${CONNECTION} as holder from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and granted and classid = 0 and objid = $1 and objsubid = 1
       and database = (select oid from pg_database where datname = current_database())`,
    [LEAD],
  );
  return rows[0]?.holder ?? null;
}

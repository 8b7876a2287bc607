import { Kysely, PostgresDialect, sql } from "kysely";
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from "kysely/migration";
import pg from "pg";
import { HubError } from "../errors.ts";
import { connectionOptions, type DatabaseAccess } from "./access.ts";
import { retryUntil } from "./retry.ts";
import { configOf } from "./servers.ts";
import { endWhenSilent } from "./silence.ts";

// Counts, indexes and stream sequences stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
const INT8_ARRAY = 1016 as Parameters<typeof pg.types.setTypeParser>[0];
pg.types.setTypeParser(INT8_ARRAY, (text) =>
  text === "{}" ? [] : text.slice(1, -1).split(",").map(Number),
);

export interface DatabaseOptions extends DatabaseAccess {
  /** As pg_stat_activity shows it: the service's name. */
  readonly name: string;
  /** Numbered, forward only, by name: `"0001-entries": { up }`. */
  readonly migrations: { readonly [name: string]: Migration };
  /** 8 unless given. */
  readonly maxConnections?: number;
  /** How long a statement may take, in milliseconds; 30,000 unless given. */
  readonly statementTimeout?: number;
  /** Milliseconds in which a server is silent before it is asked what it does; 10,000 unless given. */
  readonly silentFor?: number;
  /** Stops the wait for the first connection. */
  readonly signal?: AbortSignal;
  /**
   * Told of a connection that was lost while idle; the pool opens another. And, once, that the server does not take
   * the password at the start: it may be one that is just renewed, so that is waited for, or one that never fits.
   */
  readonly onTrouble?: (error: Error) => void;
}

/** A service's own database. Disposing waits for the statements under way. */
export interface Database<Tables> extends AsyncDisposable {
  readonly db: Kysely<Tables>;
  /** For what kysely has no word for, such as COPY. */
  readonly pool: pg.Pool;
}

/**
 * Opens a service's database and brings it up to date; waits for a server that is still starting.
 * Replicas that start together migrate one after the other: the migrator holds an advisory lock.
 * Throws HubError `failed-precondition` when a migration fails: nothing of it stands then.
 */
export async function openDatabase<Tables>(options: DatabaseOptions): Promise<Database<Tables>> {
  const connection = await connectionOptions(options);
  const pool = new pg.Pool({
    ...connection,
    application_name: options.name,
    max: options.maxConnections ?? 8,
    connectionTimeoutMillis: 5_000,
    statement_timeout: options.statementTimeout ?? 30_000,
    keepAlive: true,
    // A host that is gone without a word is noticed in 20 s (Node asks ten times, a second apart), not in two hours;
    // when something was sent to it, see endWhenSilent.
    keepAliveInitialDelayMillis: 10_000,
  });
  // Without a listener the loss of an idle connection would end the process.
  pool.on("error", (error) => options.onTrouble?.(error));
  pool.on("connect", (client) => {
    // Of several servers the others know nothing of this connection; and it is no matter which is the primary.
    const open = () =>
      new pg.Client({ ...configOf(connection, client), application_name: options.name });
    endWhenSilent(client, { silentFor: options.silentFor ?? 10_000, open });
  });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await firstAnswer(pool, options);
    await migrate(db, options.migrations);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return { db, pool, [Symbol.asyncDispose]: () => db.destroy() };
}

/** invalid_password: https://www.postgresql.org/docs/current/errcodes-appendix.html. */
const WRONG_PASSWORD = "28P01";

async function firstAnswer(
  pool: pg.Pool,
  { signal, onTrouble }: Pick<DatabaseOptions, "signal" | "onTrouble">,
): Promise<void> {
  let told = false;
  await retryUntil(async () => {
    try {
      await pool.query("select 1");
    } catch (error) {
      if (!told && error instanceof pg.DatabaseError && error.code === WRONG_PASSWORD) {
        told = true;
        onTrouble?.(error);
      }
      throw error;
    }
  }, signal);
}

async function migrate<Tables>(
  db: Kysely<Tables>,
  migrations: { readonly [name: string]: Migration },
): Promise<void> {
  // Asked before: the migrator holds a connection, which may be the only one.
  const all = { ...migrations, ...(await laterThan(db, migrations)) };
  const provider = { getMigrations: async () => ({ ...all }) };
  const { error, results } = await new Migrator({ db, provider }).migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find(({ status }) => status === "Error")?.migrationName ?? "the first";
  throw new HubError("failed-precondition", `the database's migration ${failed} failed`, {
    cause: error,
  });
}

/**
 * What a later release has migrated already, as steps that do nothing: while a hub is upgraded, instances of the release
 * before go on beside those of the next, and start again when they are killed.
 */
async function laterThan<Tables>(
  db: Kysely<Tables>,
  migrations: { readonly [name: string]: Migration },
): Promise<Record<string, Migration>> {
  const last = Object.keys(migrations).toSorted().at(-1) ?? "";
  const table = await sql<{
    its: string | null;
  }>`select to_regclass(${DEFAULT_MIGRATION_TABLE}) its`.execute(db);
  if (table.rows[0]?.its === null) return {};
  const done = await sql<{
    name: string;
  }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db);
  const later = done.rows.filter(({ name }) => name > last);
  return Object.fromEntries(later.map(({ name }) => [name, { up: async () => {} }]));
}

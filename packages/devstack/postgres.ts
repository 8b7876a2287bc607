import { chmod, chown, copyFile, mkdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { BoundedLog } from "./bounded-log.ts";
import { freePort, isFree } from "./free-port.ts";
import { spawnOwned, type Exit, type OwnedProcess } from "./owned-process.ts";
import { postgresBinaries, type PostgresBinaries } from "./postgres-binaries.ts";
import { createCluster, keptPassword, serverEnvironment, superuser } from "./postgres-cluster.ts";
import { serverAccount, type Account } from "./server-account.ts";
import { reachableFolder } from "./shared-place.ts";
import { readable, StartupError } from "./startup-error.ts";

export interface PostgresOptions {
  /**
   * Folder for the cluster, its password and its log; made when absent. One server at a time uses it. When we are root
   * and the server's account cannot reach it, the cluster itself lies in `/var/lib/talanoa`.
   */
  readonly dir: string;
  /** Loopback port; a free one when absent. */
  readonly port?: number;
  readonly logFile?: string;
  /** Milliseconds until the server must be ready; recovery after kill -9 takes seconds. */
  readonly readyWithin?: number;
  /** PEM files by which the server is known; then it takes TLS 1.3 too. */
  readonly tls?: { readonly certificateFile: string; readonly keyFile: string };
}

export interface PostgresServer extends AsyncDisposable {
  /** Connection string of a database, with user and password: a secret. */
  url(database: string): string;
  readonly port: number;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Creates the database unless it is there. */
  createDatabase(name: string): Promise<void>;
  /** Clean shutdown: sessions end, their transactions roll back. Resolves when the process has ended. */
  stop(): Promise<void>;
  /** Sends a signal, SIGKILL unless told, and resolves when the main process has ended. */
  kill(signal?: NodeJS.Signals): Promise<Exit>;
}

/**
 * Starts PostgreSQL 18 on loopback, with fsync and password authentication; creates the cluster at the first start.
 * When we are root the server runs under another account, as it refuses to run as root. Resolves when it takes
 * queries. Throws a `StartupError` when the port is taken or the server does not start.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const dir = resolve(options.dir);
  try {
    await mkdir(dir, { recursive: true, mode: 0o711 });
    const account = await serverAccount();
    // The account passes through the folder to what it owns there, and sees nothing else in it.
    if (account) await chmod(dir, 0o711);
    const binaries = await postgresBinaries(account);
    const data = join(account ? await reachableFolder(dir, account) : dir, "cluster");
    const password = await keptPassword(dir);
    if (!(await stat(data).catch(() => undefined)))
      await createCluster(binaries, data, password, account);
    return await startUntilReady({ ...options, dir }, binaries, data, password, account);
  } catch (error) {
    throw readable(error, "the database");
  }
}

class PortTaken extends StartupError {}
class LockHeld extends StartupError {}

async function startUntilReady(
  options: PostgresOptions,
  binaries: PostgresBinaries,
  data: string,
  password: string,
  account: Account | undefined,
): Promise<PostgresServer> {
  const deadline = Date.now() + (options.readyWithin ?? 60_000);
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    if (options.port !== undefined && !(await isFree(port))) throw portTaken(port);
    try {
      return await startOn(port, options, binaries, data, password, account, deadline);
    } catch (error) {
      // After kill -9 the old server's processes hold its shared memory until the last of them has ended.
      const retry =
        (error instanceof LockHeld && Date.now() < deadline) ||
        (error instanceof PortTaken && options.port === undefined && attempt < 5);
      if (!retry) throw error;
      await sleep(100);
    }
  }
}

function portTaken(port: number): PortTaken {
  return new PortTaken(
    `Port ${port} on 127.0.0.1, meant for the database (PostgreSQL), is in use by another program.`,
  );
}

async function startOn(
  port: number,
  options: PostgresOptions,
  binaries: PostgresBinaries,
  data: string,
  password: string,
  account: Account | undefined,
  deadline: number,
): Promise<PostgresServer> {
  const logFile = resolve(options.logFile ?? join(options.dir, "postgres.log"));
  const log = new BoundedLog(logFile);
  let said = "";
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    cluster_name: "talanoa",
    fsync: "on",
    max_connections: "100",
    max_wal_size: "1GB",
    timezone: "UTC",
    log_timezone: "UTC",
    log_checkpoints: "off",
    // Statements may carry what must not stand in a log.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_parameter_max_length_on_error: "0",
    ...(options.tls && (await tlsSettings(options.tls, data, account))),
  };
  const server = await spawnOwned({
    command: binaries.postgres,
    args: [
      "-D",
      data,
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    cwd: "/",
    env: serverEnvironment,
    ...account,
    output: (chunk) => {
      said = (said + chunk.toString()).slice(-4000);
      log.write(chunk);
    },
    whenWeDie: "SIGINT",
  });
  void server.exited.then(() => log.close());
  const url = (database: string): string =>
    `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;
  try {
    await untilReady(server, url("postgres"), deadline);
  } catch (error) {
    await server.end([["SIGINT", 2000]]);
    throw explain(error, port, said, logFile);
  }
  // Fast shutdown first; then at once, which the next start recovers from.
  const stop = async (): Promise<void> =>
    void (await server.end([
      ["SIGINT", 8000],
      ["SIGQUIT", 2000],
    ]));
  return {
    url,
    port,
    pid: server.pid,
    exited: server.exited,
    createDatabase: (name) => createDatabase(url("postgres"), name),
    stop,
    kill(signal = "SIGKILL") {
      server.signal(signal);
      return server.exited;
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** The server reads its key only where it belongs to its own account. */
async function tlsSettings(
  { certificateFile, keyFile }: NonNullable<PostgresOptions["tls"]>,
  data: string,
  account: Account | undefined,
): Promise<{ [setting: string]: string }> {
  for (const [file, name] of [
    [certificateFile, "server.crt"],
    [keyFile, "server.key"],
  ] as const) {
    const copy = join(data, name);
    await rm(copy, { force: true });
    await copyFile(file, copy);
    await chmod(copy, 0o600);
    if (account) await chown(copy, account.uid, account.gid);
  }
  return { ssl: "on", ssl_min_protocol_version: "TLSv1.3" };
}

async function untilReady(server: OwnedProcess, url: string, deadline: number): Promise<void> {
  while (!server.ended) {
    try {
      await query(url, "select 1");
      return;
    } catch (error) {
      // Wrong password: another cluster than ours answers, or the password file was replaced.
      if ((error as { code?: string }).code === "28P01") {
        throw new StartupError("The database does not take the password kept for it.", {
          cause: error,
        });
      }
      if (Date.now() > deadline)
        throw new StartupError("The database was not ready in time.", { cause: error });
    }
    await Promise.race([server.exited, sleep(20)]);
  }
  throw new StartupError("The database (PostgreSQL) ended while it started.");
}

async function createDatabase(url: string, name: string): Promise<void> {
  try {
    await query(url, `create database ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    // Already there, or created at this moment by another: duplicate_database, unique_violation.
    if (!["42P04", "23505"].includes(String((error as { code?: string }).code))) throw error;
  }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end().catch(() => {});
  }
}

function explain(error: unknown, port: number, said: string, logFile: string): unknown {
  if (!(error instanceof StartupError)) return error;
  if (/could not bind .*address already in use|could not create any TCP\/IP sockets/is.test(said))
    return portTaken(port);
  const reason = said.split("\n").findLast((line) => /FATAL|PANIC/.test(line));
  const message = `${error.message}${reason ? ` It said: ${reason.trim()}` : ""} Its log: ${logFile}`;
  if (/no space left on device/i.test(said)) {
    return new StartupError(`The disk is full. ${message}`, { cause: error });
  }
  if (/pre-existing shared memory block|lock file "postmaster\.pid" already exists/i.test(said)) {
    return new LockHeld(message, { cause: error });
  }
  return new StartupError(message, { cause: error });
}

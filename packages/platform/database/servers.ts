import pg from "pg";

/** One of the servers that keep the same database. */
export interface DatabaseServer {
  readonly host: string;
  readonly port: number;
}

/**
 * The addresses in `postgres://user@host:port,host:port/database`, as libpq writes several servers of one database:
 * one URL each. What is no such address comes back as it is.
 */
export function serverUrls(url: string): string[] {
  const [, start = "", hosts, end = ""] =
    /^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)([^/@]+)(\/.*)$/.exec(url) ?? [];
  return hosts === undefined ? [url] : hosts.split(",").map((host) => `${start}${host}${end}`);
}

export type ClientClass = new (config?: pg.ClientConfig) => pg.Client;

/** How a client comes to one of the servers, and to no other. */
export function configOf(config: pg.ClientConfig, { host, port }: DatabaseServer): pg.ClientConfig {
  // The pool hides the password from being copied along.
  const { ssl, password } = config;
  // The host is what the certificate must name, also where it is an address.
  const its = typeof ssl === "object" ? { ssl: { ...ssl, host } } : {};
  return { ...config, password, host, port, ...its };
}

/**
 * A pool's clients that go to the server which takes writes. Each goes where the last one was well received. One that
 * finds nobody there, or a standby, fails, which is passing (see `isPassing`); the next one tries the next server.
 */
export function clientsOfPrimary(servers: readonly DatabaseServer[]): ClientClass {
  let current = 0;
  return class extends pg.Client {
    readonly #at = current;

    constructor(config: pg.ClientConfig = {}) {
      super(configOf(config, servers[current % servers.length]!));
      // One that is lost before the pool has it, or while it is taken, is not the end of the process: the statement under way
      // fails, which is enough.
      this.on("error", () => {});
    }

    override connect(): Promise<pg.Client>;
    override connect(told: Told): void;
    override connect(told?: Told): Promise<pg.Client> | void {
      const outcome = this.#connectToPrimary();
      if (!told) return outcome;
      const tell = told as (error?: unknown) => void;
      outcome.then(() => tell(), tell);
    }

    async #connectToPrimary(): Promise<pg.Client> {
      try {
        await super.connect();
        await this.#checkPrimary();
        return this;
      } catch (error) {
        if (current === this.#at) current += 1;
        await this.end().catch(() => {});
        throw error;
      }
    }

    async #checkPrimary(): Promise<void> {
      const { rows } = await this.query<{ standby: boolean }>(
        "select pg_is_in_recovery() as standby",
      );
      if (!rows[0]?.standby) return;
      throw Object.assign(new Error("the database server is a standby"), { code: READ_ONLY });
    }
  };
}

/** What a pool is told of a connection, as the driver's types have it. */
type Told = ((error: Error) => void) | ((error: null, client: pg.Client) => void);

/** read_only_sql_transaction: what a standby answers to a write. */
const READ_ONLY = "25006";

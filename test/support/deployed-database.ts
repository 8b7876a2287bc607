import { chmod, chown, copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { spawnOwned } from "@talanoa/devstack/owned-process.ts";
import { postgresBinaries } from "@talanoa/devstack/postgres-binaries.ts";
import { serverEnvironment, superuser } from "@talanoa/devstack/postgres-cluster.ts";
import { serverAccount } from "@talanoa/devstack/server-account.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import pg from "pg";
import { deployed } from "./deployed.ts";
import type { Secrets } from "./secured-hub.ts";

/** Who has a database of its own: the superuser of the test, by whom settings are asked, and one service. */
const owners = [superuser, "audit_log"];

export interface DeployedDatabase extends AsyncDisposable {
  readonly port: number;
  readonly superuser: string;
  passwordOf(user: string): Promise<string>;
}

/**
 * Starts PostgreSQL by deploy/postgres/postgresql.conf and hba.conf on loopback: port, address and places of files are
 * others, and nothing else. There are the users `postgres`, `replication` and `audit_log`.
 *
 * @param folder a temporary one of the test's own
 */
export async function startDeployedDatabase(
  folder: string,
  secrets: Secrets,
): Promise<DeployedDatabase> {
  const dir = join(folder, "postgres");
  const password = await makeCluster(dir, secrets);
  const places = join(folder, "run");
  const config = await placeFiles(places, secrets);
  const port = await freePort();
  const account = await serverAccount();
  const { postgres } = await postgresBinaries(account);
  const own = { port, listen_addresses: "127.0.0.1", unix_socket_directories: "" };
  const server = await spawnOwned({
    command: postgres,
    args: [
      "-D",
      join(dir, "cluster"),
      "-c",
      `config_file=${config}`,
      ...Object.entries(own).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    cwd: "/",
    env: serverEnvironment,
    ...account,
    output: () => {},
    whenWeDie: "SIGINT",
  });
  return {
    port,
    superuser,
    passwordOf: (user) =>
      user === superuser
        ? Promise.resolve(password)
        : readFile(secrets.path(`postgres/${user}.password`), "utf8"),
    async [Symbol.asyncDispose]() {
      await server.end([["SIGINT", 10_000]]);
    },
  };
}

/** Gives the superuser's password. */
async function makeCluster(dir: string, secrets: Secrets): Promise<string> {
  await using making = await startTestPostgres({ dir });
  const client = new pg.Client(making.url("postgres"));
  await client.connect();
  for (const name of ["postgres", "replication", "audit_log"]) {
    const password = await readFile(secrets.path(`postgres/${name}.password`), "utf8");
    const more = { postgres: "superuser", replication: "replication" }[name] ?? "";
    await client.query(`create role ${name} ${more} login password ${pg.escapeLiteral(password)}`);
  }
  for (const owner of owners) await client.query(`create database ${owner} owner ${owner}`);
  await client.end();
  return readFile(join(dir, "password"), "utf8");
}

/** The files that its container has in /run/talanoa and /etc/talanoa, of the server's account. Gives the configuration's. */
async function placeFiles(folder: string, secrets: Secrets): Promise<string> {
  await mkdir(folder);
  const files = {
    "tls.crt": secrets.path("tls/postgres.crt"),
    "tls.key": secrets.path("tls/postgres.key"),
    "authority.crt": secrets.path("authority/ca.crt"),
  };
  for (const [name, file] of Object.entries(files)) await copyFile(file, join(folder, name));
  const here = { "/run/talanoa": folder, "/etc/talanoa": folder };
  const config = join(folder, "postgresql.conf");
  await writeFile(config, await deployed("postgres/postgresql.conf", here));
  await writeFile(join(folder, "hba.conf"), await deployed("postgres/hba.conf", {}));
  const account = await serverAccount();
  for (const name of [...Object.keys(files), "postgresql.conf", "hba.conf"]) {
    await chmod(join(folder, name), 0o600);
    if (account) await chown(join(folder, name), account.uid, account.gid);
  }
  return config;
}

import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import type { KeyHolder } from "@talanoa/cli/setup/broker-users.ts";
import { secretFiles } from "@talanoa/cli/setup/secret-files.ts";
import { renew, retire, setUp } from "@talanoa/cli/setup/set-up.ts";
import { connect, type HubClient } from "@talanoa/client/connect.ts";
import type { Identity } from "@talanoa/client/identity.ts";
import type { HubService } from "@talanoa/contract/hub-services.ts";
import { loadDirectory, publicKeysOf } from "@talanoa/devstack/demo/directory.ts";
import { members } from "@talanoa/devstack/demo/members.ts";
import { keptSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { writeIdentities } from "@talanoa/devstack/identities.ts";
import { type NatsServer, startNats } from "@talanoa/devstack/nats-server.ts";
import { type PostgresServer, startPostgres } from "@talanoa/devstack/postgres.ts";
import { startService } from "@talanoa/devstack/service-process.ts";
import { serviceTable, type ServiceSpec } from "@talanoa/devstack/services-table.ts";
import { servingBy } from "@talanoa/devstack/serving.ts";
import { type BrokerAccess, brokerAccess } from "@talanoa/platform/bus/broker-access.ts";
import { type Bus, openBus } from "@talanoa/platform/bus/connection.ts";
import pg from "pg";

/** The secrets that `talanoa setup` makes, in a folder of their own. */
export interface Secrets {
  path(name: string): string;
  renew(name: string): Promise<string>;
  retire(name: string): Promise<void>;
}

export async function makeSecrets(folder: string): Promise<Secrets> {
  const setup = { files: secretFiles(folder, null), doors: [], now: Date.now() };
  await setUp(setup);
  return {
    path: (name) => join(folder, name),
    renew: (name) => renew(setup, name),
    retire: (name) => retire(setup, name),
  };
}

/** A broker as it runs in production: TLS 1.3, a user for each service, no one else. */
export interface SecuredBroker extends AsyncDisposable {
  readonly folder: string;
  readonly secrets: Secrets;
  readonly nats: NatsServer;
  /** How a user reaches it. */
  access(user: KeyHolder): BrokerAccess;
  /** A connection as one of its users. */
  bus(user: KeyHolder): Promise<Bus>;
}

export async function startSecuredBroker(): Promise<SecuredBroker> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "talanoa-secured-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const secrets = await makeSecrets(join(folder, "secrets"));
  const nats = opened.use(
    await startNats({
      dir: join(folder, "nats"),
      binary: await findNatsServer({ report() {} }),
      secured: {
        certificateFile: secrets.path("tls/nats.crt"),
        keyFile: secrets.path("tls/nats.key"),
        authorityFile: secrets.path("authority/ca.crt"),
        usersFile: secrets.path("nats/users.conf"),
      },
    }),
  );
  const access = (user: KeyHolder) => brokerAccess(brokerSettings(nats, secrets, user), user);
  const kept = opened.move();
  return {
    folder,
    secrets,
    nats,
    access,
    bus: (user) => openBus({ ...access(user), name: user }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function brokerSettings(nats: NatsServer, secrets: Secrets, user: KeyHolder) {
  return {
    TALANOA_NATS_URL: nats.url,
    TALANOA_NATS_SEED_FILE: secrets.path(`nats/${user}.nk`),
    TALANOA_NATS_CA_FILE: secrets.path("authority/ca.crt"),
  };
}

/** Such a broker, and a database that is spoken to over TLS. */
interface SecuredServers extends SecuredBroker {
  readonly postgres: PostgresServer;
  /** Settings of a service by which it reaches both. */
  settings(spec: ServiceSpec): NodeJS.ProcessEnv;
}

async function startSecuredServers(): Promise<SecuredServers> {
  await using opened = new AsyncDisposableStack();
  const broker = opened.use(await startSecuredBroker());
  const { folder, secrets, nats } = broker;
  const postgres = opened.use(
    await startPostgres({
      dir: join(folder, "postgres"),
      tls: {
        certificateFile: secrets.path("tls/postgres.crt"),
        keyFile: secrets.path("tls/postgres.key"),
      },
    }),
  );
  await makeDatabases(postgres, secrets);
  const kept = opened.move();
  return {
    ...broker,
    postgres,
    settings: ({ name, database }) => ({
      ...brokerSettings(nats, secrets, name as HubService),
      ...(database && {
        TALANOA_POSTGRES_URL: `postgres://${database}@127.0.0.1:${postgres.port}/${database}`,
        TALANOA_POSTGRES_PASSWORD_FILE: secrets.path(`postgres/${database}.password`),
        TALANOA_POSTGRES_CA_FILE: secrets.path("authority/ca.crt"),
      }),
    }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function makeDatabases(postgres: PostgresServer, secrets: Secrets): Promise<void> {
  const client = new pg.Client(postgres.url("postgres"));
  await client.connect();
  for (const name of serviceTable.flatMap(({ database }) => database ?? [])) {
    const password = await readFile(secrets.path(`postgres/${name}.password`), "utf8");
    await client.query(`create role ${name} login password ${pg.escapeLiteral(password)}`);
    await client.query(`create database ${name} owner ${name}`);
  }
  await client.end();
}

/** A whole hub on such servers, each service with its own key, certificate and password. */
export interface SecuredHub extends SecuredServers {
  as(name: string): HubClient;
  identity(name: string): Identity;
  /** Where the log shows its tree. */
  readonly tilesPort: number;
  /** Ends a service's instance, cleanly, and starts it anew. */
  restart(service: HubService): Promise<void>;
}

/** @param known whether its doors take those alone who have a certificate of the hub's authority; all people have then */
export async function startSecuredHub({ known = false } = {}): Promise<SecuredHub> {
  await using opened = new AsyncDisposableStack();
  const servers = opened.use(await startSecuredServers());
  const { secrets, folder } = servers;
  const ca = await readFile(secrets.path("authority/ca.crt"));
  const client = {
    cert: await readFile(secrets.path("tls/alert-intake.crt")),
    key: await readFile(secrets.path("tls/alert-intake.key")),
  };
  const ready = servingBy(
    known ? credentials.createSsl(ca, client.key, client.cert) : credentials.createSsl(ca),
  );
  const ports = await Promise.all(serviceTable.map(() => freePort()));
  const tilesPort = await freePort();
  const addresses = serviceTable.map((_, i) => `localhost:${ports[i]}`);
  const start = (spec: ServiceSpec, i: number) =>
    startInstance(servers, spec, addresses[i]!, { ready, tilesPort, known });
  const running = await Promise.all(serviceTable.map(start));
  opened.defer(async () => {
    await Promise.all(running.map((service) => service.stop()));
  });
  const tokenKey = await keptSigningKey(secrets.path("tokens/issuer.key"));
  const receiptKey = await keptSigningKey(secrets.path("keys/hub-receipt-key.json"));
  const officer = JSON.parse(
    await readFile(secrets.path("identities/oco-secretariat.json"), "utf8"),
  ) as Identity;
  const made = await writeIdentities({
    dataDir: folder,
    members: members.map(({ id }) => id),
    keys: { tokenKey, receiptKey, logKey: officer.hub.logKey! },
    addresses: Object.fromEntries(serviceTable.map(({ door }, i) => [door, addresses[i]!])),
    now: Date.now(),
  });
  const identities = made.map((its) => ({
    ...its,
    hub: {
      ...its.hub,
      tls: {
        ca: ca.toString(),
        ...(known && { cert: client.cert.toString(), key: client.key.toString() }),
      },
    },
  }));
  const identity = (name: string): Identity => identities.find((its) => its.name === name)!;
  // The first officer fills the directory, with the token that setting up made.
  const { hub } = identity("oco-secretariat");
  await using secretariat = connect({ ...officer, hub });
  await loadDirectory(secretariat, publicKeysOf(identities));
  const clients = new Map<string, HubClient>();
  opened.defer(async () => {
    for (const client of clients.values()) await client[Symbol.asyncDispose]();
  });
  const kept = opened.move();
  return {
    ...servers,
    identity,
    tilesPort,
    as(name) {
      const client = clients.get(name) ?? connect(identity(name));
      clients.set(name, client);
      return client;
    },
    async restart(service) {
      const i = serviceTable.findIndex(({ name }) => name === service);
      await running[i]!.stop();
      running[i] = await start(serviceTable[i]!, i);
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function startInstance(
  { settings, secrets, folder }: SecuredServers,
  spec: ServiceSpec,
  address: string,
  {
    ready,
    tilesPort,
    known,
  }: { ready: ReturnType<typeof servingBy>; tilesPort: number; known: boolean },
) {
  const dataFolder = join(folder, "services", spec.name);
  await mkdir(dataFolder, { recursive: true });
  return startService({
    name: spec.name,
    entry: spec.entry,
    address,
    env: {
      ...settings(spec),
      LOG_LEVEL: "warn",
      TALANOA_LISTEN: address,
      TALANOA_TLS_CERT_FILE: secrets.path(`tls/${spec.name}.crt`),
      TALANOA_TLS_KEY_FILE: secrets.path(`tls/${spec.name}.key`),
      ...(known && { TALANOA_TLS_CLIENT_CA_FILE: secrets.path("authority/ca.crt") }),
      TALANOA_JWKS_FILE: secrets.path("tokens/jwks.json"),
      TALANOA_CALLS_PER_SECOND: "100000",
      TALANOA_DATA_DIR: dataFolder,
      TALANOA_SEARCH_KEY_FILE: secrets.path("keys/search-index-key.json"),
      TALANOA_HUB_KEY_FILE: secrets.path("keys/hub-receipt-key.json"),
      TALANOA_LOG_HTTP_LISTEN: `127.0.0.1:${tilesPort}`,
      TALANOA_LOG_KEY_FILE: secrets.path("keys/exchange-log-key.txt"),
      TALANOA_SCREENING_DIR: secrets.path("screening"),
      TALANOA_NOTIFICATION_KEY_FILE: secrets.path("keys/notification-key.json"),
    },
    logFile: join(folder, `${spec.name}.log`),
    ready,
    readyWithin: 60_000,
    signal: new AbortController().signal,
  });
}

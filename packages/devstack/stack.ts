import { chmod, mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Identity } from "@talanoa/client/identity.ts";
import { compiledFolder, defaultCacheDir } from "./cache-folder.ts";
import { findNatsServer } from "./find-nats-server.ts";
import {
  hubFile,
  hubKeys,
  identitiesFolder,
  screeningFolder,
  writeIdentities,
} from "./identities.ts";
import { readJson, writeSecret } from "./kept-file.ts";
import { endLeftovers, forgetProcess, recordProcess } from "./leftovers.ts";
import { listening } from "./listening.ts";
import { startNats } from "./nats-server.ts";
import { takePorts } from "./port-block.ts";
import { startPostgres, type PostgresServer } from "./postgres.ts";
import { lockDataFolder } from "./running-stack.ts";
import { startService, type ReadyCheck } from "./service-process.ts";
import { httpPortName, serviceTable, type ServiceSpec } from "./services-table.ts";
import { readable } from "./startup-error.ts";
import { Supervised, type Running } from "./supervised.ts";

export interface StackOptions {
  /** Talanoa's own folder, `.talanoa` for `npm start`; made when absent. One stack at a time uses it. */
  readonly dataDir: string;
  /** Participant codes of the Members that get identities. */
  readonly members?: readonly string[];
  /** Codes of those among them whose screening has an identity. */
  readonly screening?: readonly string[];
  readonly services?: readonly ServiceSpec[];
  /** Ports by name: `nats`, `postgres` and the services'. Others are free ones, the same at each start if possible. */
  readonly ports?: { readonly [name: string]: number };
  /** Environment of the services, beside what the stack sets; nothing of this process's own is passed on. */
  readonly env?: NodeJS.ProcessEnv;
  readonly logLevel?: string;
  /** How a service is known to serve; that it listens, when absent. */
  readonly ready?: ReadyCheck;
  /** Told what happens, in sentences for the person at the terminal. */
  readonly log?: (line: string) => void;
  /** Where a nats-server is; see `findNatsServer`. */
  readonly nats?: {
    readonly cacheDir?: string;
    readonly fromEnv?: string | undefined;
    readonly searchPath?: string | undefined;
  };
  /** Largest total size of all streams, in bytes. */
  readonly maxFileStore?: number;
  /** How many servers the broker has: `nats`, `nats-2`, …; each keeps a replica of the stream. One, when absent. */
  readonly brokers?: number;
  /** Ends the start; without effect once the stack is up. */
  readonly signal?: AbortSignal;
}

/** A hub that runs on this machine. Disposing stops everything, in the reverse of the start. */
export interface Stack extends AsyncDisposable {
  readonly dataDir: string;
  /** Address of the broker; with several servers their addresses, separated by commas. */
  readonly natsUrl: string;
  /** Connection string of a database: a secret. */
  postgresUrl(database: string): string;
  /** `host:port` of each service. */
  readonly addresses: { readonly [service: string]: string };
  readonly identities: readonly Identity[];
  readonly identitiesDir: string;
  /** Where the identities of screening systems are. */
  readonly screeningDir: string;
  /** Process id of `nats`, `postgres` or a service; undefined while it is down. */
  pid(name: string): number | undefined;
  /** Sends a signal, resolves when the process has ended. It is started again, with `stayDown` only by `restart`. */
  kill(name: string, signal: NodeJS.Signals, options?: { stayDown?: boolean }): Promise<void>;
  /** Stops it cleanly and keeps it down until `restart`. */
  stop(name: string): Promise<void>;
  /** Stops it if it runs, starts it, resolves when it serves. */
  restart(name: string): Promise<void>;
  /** Resolves when it serves, now or after the restart under way. */
  serving(name: string): Promise<void>;
}

// Two seconds on a quiet machine; a loaded one gets its time.
const readyWithin = 60_000;
// Tokens are valid for a day.
const mintEvery = 8 * 3_600_000;

/**
 * Starts the broker, the database and the services, each as its own process on loopback. Resolves when all serve.
 * Throws a `StartupError`, after stopping what it had started, when one does not; an `AlreadyRunning` when a stack
 * runs on this data folder.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const report = options.log ?? (() => {});
  const dataDir = resolve(options.dataDir);
  const logs = join(dataDir, "logs");
  const runFolder = join(dataDir, "run");
  const processes = join(runFolder, "processes");
  const specs = options.services ?? serviceTable;
  const cacheDir = options.nats?.cacheDir ?? defaultCacheDir();
  const brokers = brokerNames(options.brokers ?? 1);
  const names = [...brokers, "postgres", ...specs.map(({ name }) => name)];

  await using opened = new AsyncDisposableStack();
  try {
    await mkdir(runFolder, { recursive: true });
    await mkdir(logs, { recursive: true });
    // The database's account passes through; what is secret inside has modes of its own.
    await chmod(dataDir, 0o711);
  } catch (error) {
    throw readable(error, "the data folder");
  }
  const lock = lockDataFolder(dataDir);
  opened.defer(() => lock.release());

  const leftovers = await endLeftovers(processes, { byItself: 1000, afterSignal: 9000 });
  if (leftovers.length > 0) report(`Ended what a killed run had left: ${leftovers.join(", ")}.`);

  const portsFile = join(runFolder, "ports.json");
  const ownPortsFile = join(runFolder, "own-ports.json");
  const ownPorts = (await readPorts(ownPortsFile)) ?? (await readPorts(portsFile)) ?? {};
  const routes = brokers.length > 1 ? brokers.map(routeName) : [];
  const http = specs.flatMap((spec) => (spec.http ? [httpPortName(spec.name)] : []));
  const ports = await takePorts([...names, ...http, ...routes], options.ports ?? {}, ownPorts);
  opened.defer(() => ports.release());
  await writeSecret(portsFile, JSON.stringify(ports.byName));
  // A browser keeps what it has, such as the key of a device, by the address: the first port stays a name's own.
  await writeSecret(ownPortsFile, JSON.stringify(ports.own));
  for (const note of ports.notes) report(note);
  const addresses = Object.fromEntries(
    specs.map(({ name }) => [name, `127.0.0.1:${ports.byName[name]}`]),
  );
  lock.update({ addresses });

  const natsUrl = brokers.map((name) => `nats://127.0.0.1:${ports.byName[name]}`).join(",");
  let postgres: PostgresServer | undefined;
  const supervised = new Map<string, Supervised>();
  const supervise = (
    name: string,
    stopSignal: NodeJS.Signals,
    start: (signal: AbortSignal) => Promise<Running>,
  ): Supervised => {
    const one = new Supervised({
      name,
      report,
      async start(signal) {
        const running = await start(signal);
        await recordProcess(processes, name, running.pid, stopSignal);
        return running;
      },
    });
    supervised.set(name, one);
    opened.defer(async () => {
      await one.stop();
      await forgetProcess(processes, name);
    });
    return one;
  };

  // One that does not start ends the start of the others at once; its reason is the one that counts.
  let failure: { reason: unknown } | undefined;
  const stopAll = async (reason: unknown): Promise<never> => {
    failure ??= { reason };
    await Promise.all([...supervised.values()].map((one) => one.stop()));
    throw failure.reason;
  };
  const onAbort = (): void => void stopAll(options.signal?.reason).catch(() => {});
  options.signal?.addEventListener("abort", onAbort, { once: true });
  opened.defer(() => options.signal?.removeEventListener("abort", onAbort));

  report("Starting the broker and the database …");
  let binary: Promise<string> | undefined;
  const broker = brokers.map((name) =>
    supervise(name, "SIGTERM", async () =>
      startNats({
        dir: join(dataDir, name),
        binary: await (binary ??= findNatsServer({ ...options.nats, report })),
        port: ports.byName[name]!,
        logFile: join(logs, `${name}.log`),
        ...(options.maxFileStore !== undefined && { maxFileStore: options.maxFileStore }),
        ...(routes.length > 0 && {
          cluster: {
            serverName: name,
            port: ports.byName[routeName(name)]!,
            routes: routes.map((route) => ports.byName[route]!),
          },
        }),
      }),
    ),
  );
  const database = supervise("postgres", "SIGINT", async () => {
    return (postgres = await startPostgres({
      dir: join(dataDir, "postgres"),
      port: ports.byName["postgres"]!,
      logFile: join(logs, "postgres.log"),
    }));
  });
  const keys = await hubKeys(dataDir);
  const doors = Object.fromEntries(
    specs.flatMap(({ name, door }) => (door ? [[door, addresses[name]!]] : [])),
  );
  const mint = (): Promise<Identity[]> =>
    writeIdentities({
      dataDir,
      members: options.members ?? [],
      screening: options.screening,
      keys,
      addresses: doors,
      tiles: http[0] && `http://127.0.0.1:${ports.byName[http[0]]}/`,
      now: Date.now(),
    });
  const databases = specs.flatMap((spec) => spec.database ?? []);
  const [identities] = await allOrNone([
    mint(),
    allOrNone(broker.map((server) => server.start())),
    database.start().then(() => allOrNone(databases.map((name) => postgres!.createDatabase(name)))),
  ]);
  const minting = setInterval(() => {
    mint().catch((error: unknown) => report(`Tokens could not be renewed: ${String(error)}`));
  }, mintEvery).unref();
  opened.defer(() => clearInterval(minting));

  const surroundings = {
    addresses,
    identitiesDir: identitiesFolder(dataDir),
    hubFile: hubFile(dataDir),
    keys,
  };
  report("Starting the services …");
  const started = specs.map((spec) =>
    // What is left of a killed run needs no clean stop: a service keeps nothing that is not on the bus.
    supervise(spec.name, "SIGKILL", async (signal) => {
      const folder = join(dataDir, "services", spec.name);
      if (spec.dataFolder) await mkdir(folder, { recursive: true, mode: 0o700 });
      return startService({
        name: spec.name,
        entry: spec.entry,
        address: addresses[spec.name]!,
        env: {
          NODE_COMPILE_CACHE: compiledFolder(cacheDir),
          ...options.env,
          LOG_LEVEL: options.logLevel ?? "info",
          TALANOA_LISTEN: addresses[spec.name],
          TALANOA_NATS_URL: natsUrl,
          ...(brokers.length > 1 && { TALANOA_STREAM_REPLICAS: String(brokers.length) }),
          TALANOA_JWKS_FILE: keys.jwksFile,
          ...(spec.database && { TALANOA_POSTGRES_URL: postgres!.url(spec.database) }),
          ...(spec.searchKey && { TALANOA_SEARCH_KEY_FILE: keys.searchKeyFile }),
          ...(spec.hubKey && { TALANOA_HUB_KEY_FILE: keys.hubKeyFile }),
          ...(spec.logKey && { TALANOA_LOG_KEY_FILE: keys.logKeyFile }),
          ...(spec.http && { [spec.http]: `127.0.0.1:${ports.byName[httpPortName(spec.name)]}` }),
          ...(spec.dataFolder && { TALANOA_DATA_DIR: folder }),
          ...(spec.screening && { TALANOA_SCREENING_DIR: screeningFolder(dataDir) }),
          ...spec.settings?.(surroundings),
        },
        logFile: join(logs, `${spec.name}.log`),
        ready: spec.ready ?? options.ready ?? listening,
        readyWithin,
        signal,
      });
    }),
  );
  await allOrNone(started.map((service) => service.start().catch(stopAll)));
  options.signal?.throwIfAborted();

  const named = (name: string): Supervised => {
    const one = supervised.get(name);
    if (!one) throw new Error(`The stack has no "${name}"; it has ${names.join(", ")}.`);
    return one;
  };
  options.signal?.removeEventListener("abort", onAbort);
  const running = opened.move();
  return {
    dataDir,
    natsUrl,
    postgresUrl: (name) => postgres!.url(name),
    addresses,
    identities,
    identitiesDir: identitiesFolder(dataDir),
    screeningDir: screeningFolder(dataDir),
    pid: (name) => named(name).pid,
    kill: (name, signal, killOptions) => named(name).kill(signal, killOptions),
    stop: (name) => named(name).stop(),
    async restart(name) {
      await named(name).stop();
      await named(name).start();
    },
    serving: (name) => named(name).serving(),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

function brokerNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => (i === 0 ? "nats" : `nats-${i + 1}`));
}

/** By which name a server's port for the other servers is remembered. */
function routeName(broker: string): string {
  return `${broker}-route`;
}

/** Like `Promise.all`, but waits for all to settle: nothing still starts while the caller cleans up. */
async function allOrNone<const All extends readonly unknown[]>(
  all: All,
): Promise<{ -readonly [Key in keyof All]: Awaited<All[Key]> }> {
  const results = await Promise.allSettled(all);
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as never;
}

async function readPorts(file: string): Promise<Record<string, number> | undefined> {
  return readJson<Record<string, number>>(file).catch(() => undefined);
}

import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { defaultCacheDir } from "./cache-folder.ts";
import { findNatsServer } from "./find-nats-server.ts";
import { readJson } from "./kept-file.ts";
import { endLeftovers, forgetProcess, recordProcess } from "./leftovers.ts";
import { startNats } from "./nats-server.ts";
import { AlreadyRunning, lockDataFolder, runningStack } from "./running-stack.ts";
import { httpPortName } from "./services-table.ts";
import { readable } from "./startup-error.ts";

/** The broker of an embedded hub, without its services or with them. */
export interface BrokerOfHub extends AsyncDisposable {
  readonly url: string;
  /** Where the exchange log publishes its tiles; null when the services do not run. */
  readonly logAddress: string | null;
}

export interface BrokerOptions {
  /** `.talanoa` of a checkout. */
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly report: (line: string) => void;
}

/**
 * The broker of the hub that runs on a data folder; else starts it alone, until it is disposed of. Throws
 * `AlreadyRunning` while the hub starts, or its broker runs alone for another command.
 */
export async function brokerOfHub(options: BrokerOptions): Promise<BrokerOfHub> {
  const dataDir = resolve(options.dataDir);
  const running = runningStack(dataDir);
  if (!running) return brokerAlone(options);
  // The ports of an earlier run stand in the file until then.
  if (!running.addresses) throw new AlreadyRunning(running.pid, running);
  const ports = await readJson<{ [name: string]: number }>(join(dataDir, "run", "ports.json"));
  const log = ports?.[httpPortName("audit-log")];
  return {
    url: `nats://127.0.0.1:${ports?.["nats"]}`,
    logAddress: log === undefined ? null : `http://127.0.0.1:${log}/`,
    async [Symbol.asyncDispose]() {},
  };
}

/** Starts the broker of an embedded hub alone. Throws `AlreadyRunning` when the hub runs. */
export async function brokerAlone({ dataDir, env, report }: BrokerOptions): Promise<BrokerOfHub> {
  await using opened = new AsyncDisposableStack();
  const folder = resolve(dataDir);
  const processes = join(folder, "run", "processes");
  try {
    await mkdir(join(folder, "logs"), { recursive: true, mode: 0o711 });
    await mkdir(join(folder, "run"), { recursive: true });
  } catch (error) {
    throw readable(error, "the data folder");
  }
  const lock = lockDataFolder(folder);
  opened.defer(() => lock.release());
  await endLeftovers(processes, { byItself: 1000, afterSignal: 9000 });
  const cacheDir = defaultCacheDir(env["XDG_CACHE_HOME"]);
  const where = { cacheDir, fromEnv: env["NATS_SERVER_BIN"], searchPath: env["PATH"] };
  const server = opened.use(
    await startNats({
      dir: join(folder, "nats"),
      binary: await findNatsServer({ ...where, report }),
      logFile: join(folder, "logs", "nats.log"),
    }),
  );
  await recordProcess(processes, "nats", server.pid, "SIGTERM");
  opened.defer(() => forgetProcess(processes, "nats"));
  const life = opened.move();
  return { url: server.url, logAddress: null, [Symbol.asyncDispose]: () => life.disposeAsync() };
}

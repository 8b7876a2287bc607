import { randomUUID } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join, relative, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, isFree } from "./free-port.ts";
import { spawnOwned, type Exit, type OwnedProcess } from "./owned-process.ts";
import { readable, StartupError } from "./startup-error.ts";
import { finishErasures } from "./unfinished-erasures/finish-erasures.ts";

export interface NatsOptions {
  /** Folder for the configuration, the log and JetStream's files; made when absent. One server at a time uses it. */
  readonly dir: string;
  /** Path of a nats-server 2.12 or later; see `findNatsServer`. */
  readonly binary: string;
  /** Loopback port; a free one when absent. */
  readonly port?: number;
  readonly logFile?: string;
  /** Largest total size of all streams, in bytes. */
  readonly maxFileStore?: number;
  /** Milliseconds until the server must be ready; recovery of a large store after kill -9 takes seconds. */
  readonly readyWithin?: number;
  /** Set for one of several servers that keep replicas of the same streams. */
  readonly cluster?: ClusterPlace;
  /** TLS 1.3, and users with keys; anyone on this machine, in clear, when absent. */
  readonly secured?: SecuredBroker;
}

/** Files by which a broker is known, and knows its users. */
export interface SecuredBroker {
  /** PEM. */
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly authorityFile: string;
  /** nats-server's configuration of accounts and users. */
  readonly usersFile: string;
}

/** The place of one server among those of its cluster. */
export interface ClusterPlace {
  /** The same at each start: replicas belong to a name. */
  readonly serverName: string;
  /** Loopback port for the other servers. */
  readonly port: number;
  /** Such ports of all servers. */
  readonly routes: readonly number[];
}

export interface NatsServer extends AsyncDisposable {
  /** `nats://127.0.0.1:PORT`, or `tls://localhost:PORT`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Clean shutdown; resolves when the process has ended. */
  stop(): Promise<void>;
  /** Sends a signal, SIGKILL unless told, and resolves when the process has ended. */
  kill(signal?: NodeJS.Signals): Promise<Exit>;
  /** Reads certificates and users again; connections of users that are still there go on. */
  reload(): void;
}

const gibibyte = 1024 ** 3;

/**
 * Starts a nats-server with JetStream on loopback. Every acknowledged publish is on disk (`sync_interval: always`).
 * Resolves when JetStream serves. Throws a `StartupError` when the port is taken or the server does not start.
 */
export async function startNats(options: NatsOptions): Promise<NatsServer> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    if (options.port !== undefined && !(await isFree(port))) throw portTaken(port);
    try {
      return await startOn(port, options);
    } catch (error) {
      // Someone else was faster with a port that was free a moment ago.
      if (options.port !== undefined || attempt === 5 || !(error instanceof PortTaken)) throw error;
    }
  }
}

class PortTaken extends StartupError {}

function portTaken(port: number): PortTaken {
  return new PortTaken(
    `Port ${port} on 127.0.0.1, meant for the broker (nats-server), is in use by another program.`,
  );
}

async function startOn(port: number, options: NatsOptions): Promise<NatsServer> {
  const dir = resolve(options.dir);
  const logFile = resolve(options.logFile ?? join(dir, "nats-server.log"));
  const config = join(dir, "nats-server.conf");
  // A name that is new at each start tells our server from any other that answers on the port.
  const serverName = options.cluster?.serverName ?? `talanoa-${randomUUID()}`;
  try {
    await mkdir(dir, { recursive: true, mode: 0o711 });
    await finishErasures(dir);
    await writeFile(config, configuration({ ...options, dir, port, logFile, serverName }));
  } catch (error) {
    throw readable(error, "the broker");
  }
  let output = "";
  const server = await spawnOwned({
    command: options.binary,
    args: ["--config", config],
    env: {},
    output: (chunk) => (output = (output + chunk.toString()).slice(-4000)),
    whenWeDie: "SIGTERM",
  });
  try {
    await untilReady(server, port, serverName, options.readyWithin ?? 60_000);
  } catch (error) {
    await server.end([["SIGTERM", 2000]]);
    throw await explain(error, port, output, logFile, serverName);
  }
  const stop = async (): Promise<void> => void (await server.end([["SIGTERM", 10_000]]));
  return {
    // A certificate is for names rather than addresses.
    url: options.secured ? `tls://localhost:${port}` : `nats://127.0.0.1:${port}`,
    port,
    pid: server.pid,
    exited: server.exited,
    stop,
    kill(signal = "SIGKILL") {
      server.signal(signal);
      return server.exited;
    },
    reload: () => server.signal("SIGHUP"),
    [Symbol.asyncDispose]: stop,
  };
}

function configuration(
  of: Pick<NatsOptions, "maxFileStore" | "cluster" | "secured"> & {
    dir: string;
    port: number;
    logFile: string;
    serverName: string;
  },
): string {
  return `# Written by Talanoa at each start of the embedded broker.
server_name: ${of.serverName}
listen: "127.0.0.1:${of.port}"
# A sealed notice has at most 512 KiB, the headers of a message at most 64 KiB.
max_payload: ${2 * 1024 * 1024}
log_file: ${JSON.stringify(of.logFile)}
logfile_size_limit: ${10 * 1024 * 1024}
logfile_max_num: 2
jetstream {
  store_dir: ${JSON.stringify(of.dir)}
  max_memory_store: ${256 * 1024 * 1024}
  max_file_store: ${of.maxFileStore ?? 16 * gibibyte}
  # The default syncs every two minutes and loses acknowledged messages when power fails.
  sync_interval: always
}
${of.secured ? securedConfiguration(of.secured, of.dir) : ""}${of.cluster ? clusterConfiguration(of.cluster, of.secured) : ""}`;
}

function securedConfiguration(secured: SecuredBroker, dir: string): string {
  // The server takes the path from the folder of its configuration, also one that begins with a slash.
  return `${tlsConfiguration(secured)}include ${JSON.stringify(relative(dir, secured.usersFile))}
`;
}

function tlsConfiguration({ certificateFile, keyFile }: SecuredBroker, more = ""): string {
  return `tls {
  cert_file: ${JSON.stringify(certificateFile)}
  key_file: ${JSON.stringify(keyFile)}
  min_version: "1.3"
${more}}
`;
}

function clusterConfiguration(
  { port, routes }: ClusterPlace,
  secured: SecuredBroker | undefined,
): string {
  const scheme = secured ? "tls" : "nats";
  const urls = routes.map((route) => `"${scheme}://127.0.0.1:${route}"`);
  // Only who has a certificate of the authority is a broker.
  const authority = secured
    ? `  ca_file: ${JSON.stringify(secured.authorityFile)}\n  verify: true\n`
    : "";
  return `cluster {
  name: talanoa
  listen: "127.0.0.1:${port}"
  routes: [${urls.join(", ")}]
${secured ? tlsConfiguration(secured, authority) : ""}}
`;
}

async function untilReady(
  server: OwnedProcess,
  port: number,
  serverName: string,
  within: number,
): Promise<void> {
  const deadline = Date.now() + within;
  while (!server.ended) {
    // The client port opens after JetStream has recovered its streams.
    const info = await greeting(port);
    if (info?.server_name === serverName && info.jetstream === true) return;
    if (Date.now() > deadline)
      throw new StartupError(`The broker (nats-server) was not ready after ${within} ms.`);
    await Promise.race([server.exited, sleep(20)]);
  }
  throw new StartupError("The broker (nats-server) ended while it started.");
}

interface Greeting {
  readonly server_name?: string;
  readonly jetstream?: boolean;
}

/** The INFO that a NATS server sends first on every connection, or undefined when none answers. */
function greeting(port: number): Promise<Greeting | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    let text = "";
    socket.setTimeout(1000, () => socket.destroy());
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      text += chunk.toString();
      if (text.includes("\n")) socket.destroy();
    });
    socket.once("close", () => resolve(parsedGreeting(text)));
  });
}

function parsedGreeting(text: string): Greeting | undefined {
  try {
    return JSON.parse(/^INFO (\{.*\})\s*\r?\n/.exec(text)?.[1] ?? "") as Greeting;
  } catch {
    return undefined;
  }
}

async function explain(
  failure: unknown,
  port: number,
  output: string,
  logFile: string,
  serverName: string,
): Promise<unknown> {
  if (!(failure instanceof StartupError)) return failure;
  // The log goes on over restarts: only what this start wrote counts.
  const log = await readFile(logFile, "utf8").catch(() => "");
  const since = log.lastIndexOf(serverName);
  const said = `${since < 0 ? "" : log.slice(since)}\n${output}`;
  if (/address already in use/i.test(said)) return portTaken(port);
  if (/no space left on device/i.test(said)) {
    return new StartupError(`The disk is full: the broker needs space at ${logFile}.`, {
      cause: failure,
    });
  }
  const reason = said.split("\n").findLast((line) => /\[(FTL|ERR)\]|nats-server:/.test(line));
  return new StartupError(
    `${failure.message}${reason ? ` It said: ${reason.trim()}` : ""} Its log: ${logFile}`,
    {
      cause: failure,
    },
  );
}

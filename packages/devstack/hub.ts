import { connect } from "@talanoa/client/connect.ts";
import { counted } from "@talanoa/contract/counted.ts";
import { loadDirectory, publicKeysOf } from "./demo/directory.ts";
import { exercisePartner, members, screeningMembers } from "./demo/members.ts";
import { defaultCacheDir } from "./cache-folder.ts";
import { configuredPorts } from "./port-settings.ts";
import { consoleTable, portNames, serviceTable } from "./services-table.ts";
import { serving } from "./serving.ts";
import { startStack, type Stack } from "./stack.ts";

export interface HubOptions {
  /** `.talanoa` of a checkout. */
  readonly dataDir: string;
  /** Environment of this program: it sets ports and where a nats-server is, and is passed on to the services. */
  readonly env: NodeJS.ProcessEnv;
  readonly report: (line: string) => void;
  /** How many servers the broker has; one, when absent. */
  readonly brokers?: number;
  /** With the console, and the issuer at which the people of the demo sign in. */
  readonly console?: boolean;
  /** Names of services that do not run. */
  readonly without?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * Starts the embedded hub: broker, database and all services, with identities for the 24 Members and the Secretariat
 * and a directory that knows them. Resolves when all serve. Throws a `StartupError` that a person can read.
 */
export async function openHub(options: HubOptions): Promise<Stack> {
  const { dataDir, env, report, signal } = options;
  const table = options.console ? [...serviceTable, ...consoleTable] : serviceTable;
  const services = table.filter(({ name }) => !options.without?.includes(name));
  await using opened = new AsyncDisposableStack();
  const stack = opened.use(
    await startStack({
      dataDir,
      members: [...members, exercisePartner].map(({ id }) => id),
      screening: screeningMembers,
      services,
      ports: configuredPorts(env, ["nats", "postgres", ...services.flatMap(portNames)]),
      env: forServices(env),
      logLevel: env["LOG_LEVEL"] || "info",
      ready: serving,
      log: report,
      nats: {
        cacheDir: defaultCacheDir(env["XDG_CACHE_HOME"]),
        fromEnv: env["NATS_SERVER_BIN"],
        searchPath: env["PATH"],
      },
      ...(options.brokers && { brokers: options.brokers }),
      ...(signal && { signal }),
    }),
  );
  const secretariat = stack.identities.find(({ name }) => name === "oco-secretariat")!;
  await using client = connect(secretariat);
  const { added, differing } = await loadDirectory(client, publicKeysOf(stack.identities));
  if (added > 0) report(`The directory has ${counted(added, "new entry", "new entries")}.`);
  if (differing.length > 0) {
    report(`Changed in the directory since, and left so: ${differing.join(", ")}.`);
  }
  opened.move();
  return stack;
}

/** The embedded hub on a data folder for the duration of a command. */
export function withHub(dataDir: string, report: (line: string) => void): Promise<AsyncDisposable> {
  return openHub({ dataDir, env: process.env, report });
}

// Settings of the services and of telemetry; addresses, keys and databases the stack sets itself.
function forServices(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const passed = /^(TALANOA_|OTEL_|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => passed.test(name)));
}

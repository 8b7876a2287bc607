import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type HubClient } from "@talanoa/client/connect.ts";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { type HubOptions, openHub } from "@talanoa/devstack/hub.ts";
import type { Stack } from "@talanoa/devstack/stack.ts";
import { placeCluster } from "@talanoa/devstack/testing/ready-cluster.ts";

/** A hub that runs, with people at it; it may serve other tests too. */
export interface PeopledHub {
  readonly stack: Pick<Stack, "addresses" | "identitiesDir" | "screeningDir">;
  /** A connected principal, such as `fj-publisher`; the same one each time. */
  as(name: string): Promise<HubClient>;
}

/** A hub of its own: real broker, real database, each service a process, 24 Members in the directory. */
export interface TestHub extends PeopledHub, AsyncDisposable {
  readonly stack: Stack;
}

/** No notice passes these: most tests have no use for them, and each takes as long to start as any other. */
const besideTheExchange = ["risk-profile", "notification"];

interface TestHubOptions extends Pick<HubOptions, "brokers" | "console"> {
  /** With all services, as also with the console; otherwise those alone through which notices pass. */
  readonly whole?: boolean;
}

/**
 * Starts a hub in a temporary folder, on free ports; `env` are settings of its services. Disposing
 * stops it and removes the folder.
 */
export async function startHub(
  env: NodeJS.ProcessEnv = {},
  { whole, ...options }: TestHubOptions = {},
): Promise<TestHub> {
  await using opened = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), "talanoa-test-"));
  opened.defer(() => rm(dataDir, { recursive: true, force: true }));
  await placeCluster(join(dataDir, "postgres"));
  const settings = { ...process.env, LOG_LEVEL: "warn", ...env };
  const without = whole || options.console ? [] : besideTheExchange;
  const stack = opened.use(
    await openHub({ ...options, dataDir, env: settings, without, report: () => {} }),
  );
  const { as } = opened.use(peopleOf(stack.identitiesDir));
  const kept = opened.move();
  return { stack, as, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** Connects the people whose identities are in a folder, each when first asked for. Disposing ends their connections. */
export function peopleOf(identitiesDir: string): Pick<PeopledHub, "as"> & AsyncDisposable {
  const clients = new Map<string, Promise<HubClient>>();
  return {
    as(name) {
      let client = clients.get(name);
      if (!client) {
        client = loadIdentity(join(identitiesDir, `${name}.json`)).then(connect);
        clients.set(name, client);
      }
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients.values()) await (await client)[Symbol.asyncDispose]();
    },
  };
}

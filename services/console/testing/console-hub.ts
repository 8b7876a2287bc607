import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type HubClient } from "@talanoa/client/connect.ts";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { openHub } from "@talanoa/devstack/hub.ts";
import type { Stack } from "@talanoa/devstack/stack.ts";
import { placeCluster } from "@talanoa/devstack/testing/ready-cluster.ts";
import { Browser } from "./browser.ts";

/** A whole hub with its console and the demo's issuer, as `npm start` has them. */
export interface ConsoleHub extends AsyncDisposable {
  readonly stack: Stack;
  /** Where the console is. */
  readonly url: string;
  /** A browser of its own in which a person is signed in. */
  as(person: string): Promise<Browser>;
  /** The same person with the SDK, past the console. */
  direct(person: string): Promise<HubClient>;
}

export async function startConsoleHub(env: NodeJS.ProcessEnv = {}): Promise<ConsoleHub> {
  await using opened = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), "talanoa-console-"));
  opened.defer(() => rm(dataDir, { recursive: true, force: true }));
  await placeCluster(join(dataDir, "postgres"));
  // oxlint-disable-next-line node/no-process-env
  const settings = { ...process.env, LOG_LEVEL: "debug", TALANOA_CALLS_PER_SECOND: "1000", ...env };
  const hub = { dataDir, env: settings, report: () => {}, console: true };
  const stack = opened.use(await openHub(hub));
  const url = `http://${stack.addresses["console"]}`;
  const clients: HubClient[] = [];
  opened.defer(async () => {
    for (const client of clients) await client[Symbol.asyncDispose]();
  });
  const kept = opened.move();
  return {
    stack,
    url,
    async as(person) {
      const browser = new Browser(url);
      await browser.signIn(person);
      return browser;
    },
    async direct(person) {
      const client = connect(await loadIdentity(join(stack.identitiesDir, `${person}.json`)));
      clients.push(client);
      return client;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

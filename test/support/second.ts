import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { startService } from "@talanoa/devstack/service-process.ts";
import { serviceTable } from "@talanoa/devstack/services-table.ts";
import { serving } from "@talanoa/devstack/serving.ts";
import type { Stack } from "@talanoa/devstack/stack.ts";
import { keepsCompiled } from "@talanoa/devstack/testing/compiled.ts";

/** A further instance of a service, beside the one that the hub runs. */
export interface Second extends AsyncDisposable {
  readonly pid: number;
  readonly address: string;
  /** How it ended; never rejects. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/**
 * Starts a second instance of a service on the same broker and database, at a free port unless an
 * address is given; `env` are further settings.
 */
export async function startSecond(
  stack: Stack,
  name: string,
  at?: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Second> {
  const spec = serviceTable.find((each) => each.name === name);
  if (!spec) throw new Error(`there is no service ${name}`);
  const dataFolder = join(stack.dataDir, "services", `${name}-2`);
  if (spec.dataFolder) await mkdir(dataFolder, { recursive: true });
  const address = at ?? `127.0.0.1:${await freePort()}`;
  const running = await startService({
    name,
    entry: spec.entry,
    address,
    env: {
      ...keepsCompiled,
      LOG_LEVEL: "warn",
      TALANOA_CALLS_PER_SECOND: "100000",
      TALANOA_LISTEN: address,
      TALANOA_NATS_URL: stack.natsUrl,
      TALANOA_JWKS_FILE: join(stack.dataDir, "keys", "jwks.json"),
      ...(spec.database && { TALANOA_POSTGRES_URL: stack.postgresUrl(spec.database) }),
      ...(spec.hubKey && {
        TALANOA_HUB_KEY_FILE: join(stack.dataDir, "keys", "hub-receipt-key.json"),
      }),
      ...(spec.logKey && {
        TALANOA_LOG_KEY_FILE: join(stack.dataDir, "keys", "exchange-log-key.txt"),
      }),
      ...(spec.dataFolder && { TALANOA_DATA_DIR: dataFolder }),
      ...(spec.searchKey && {
        TALANOA_SEARCH_KEY_FILE: join(stack.dataDir, "keys", "search-index-key.json"),
      }),
      ...(name === "notification" && {
        TALANOA_NOTIFICATION_KEY_FILE: join(stack.dataDir, "keys", "notification-key.json"),
      }),
      ...env,
    },
    logFile: join(stack.dataDir, "logs", `${name}-2.log`),
    ready: serving,
    readyWithin: 30_000,
    signal: new AbortController().signal,
  });
  const { pid, exited } = running;
  return { pid, address, exited, [Symbol.asyncDispose]: () => running.stop() };
}

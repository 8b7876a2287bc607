import { join, resolve } from "node:path";
import { brokerAccess } from "@talanoa/platform/bus/broker-access.ts";
import { type Bus, type BusOptions, openBus } from "@talanoa/platform/bus/connection.ts";
import type { ExchangeStreamOptions } from "@talanoa/platform/bus/exchange-stream.ts";
import { InvalidConfig, readConfig, serviceSettings } from "@talanoa/platform/config.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { isThere } from "../file-trouble.ts";
import { brokerFault } from "./broker-fault.ts";
import { UsageError } from "../usage-error.ts";

/** The broker that a backup is of, or is put back into. */
export interface Broker extends AsyncDisposable {
  readonly bus: Bus;
  /** Of the stream, when it is made. */
  readonly stream: ExchangeStreamOptions;
  /** Where the exchange log publishes its tiles, when that is known. */
  readonly logAddress: string | null;
  /** Of an embedded hub. */
  readonly dataFolder: string | null;
}

/** The settings of the services by which the broker is reached. */
const settings = serviceSettings.pick({
  TALANOA_NATS_URL: true,
  TALANOA_NATS_SEED_FILE: true,
  TALANOA_NATS_CA_FILE: true,
  TALANOA_STREAM_MAX_BYTES: true,
  TALANOA_STREAM_REPLICAS: true,
});

/** Milliseconds in which the broker must answer. */
const WITHIN = 30_000;

export interface BrokerOption {
  readonly data: string;
}

export function withBroker(command: Command): Command {
  return command.option("--data <folder>", "the embedded hub's folder", ".talanoa").addHelpText(
    "after",
    `
The broker is the one that TALANOA_NATS_URL names, with TALANOA_NATS_SEED_FILE and TALANOA_NATS_CA_FILE; without it,
that of the embedded hub.`,
  );
}

/**
 * Connects to the broker that the environment names, or to that of the embedded hub, which is started alone when
 * the hub does not run. `user` is the broker's name for who asks. An empty broker has no services: with `alone` the
 * embedded hub must not run.
 */
export async function openBroker(
  context: Context,
  { data }: BrokerOption,
  { user, alone = false }: { readonly user: string; readonly alone?: boolean },
): Promise<Broker> {
  const { terminal, signal } = context;
  await using opened = new AsyncDisposableStack();
  const isNamed = Boolean(terminal.env["TALANOA_NATS_URL"]);
  const dataFolder = isNamed ? null : resolve(terminal.cwd, data);
  let env = terminal.env;
  let logAddress: string | null = null;
  if (dataFolder !== null) {
    if (!alone && !(await isThere(join(dataFolder, "nats"))))
      throw new UsageError(
        `there is no embedded hub in ${dataFolder}`,
        "Name its folder by --data. Of a hub in containers set TALANOA_NATS_URL, TALANOA_NATS_SEED_FILE and TALANOA_NATS_CA_FILE: docs/recovery.md has the command.",
      );
    const { brokerAlone, brokerOfHub } = await import("@talanoa/devstack/broker-alone.ts");
    const report = (line: string) => terminal.say(`${line}\n`);
    const options = { dataDir: dataFolder, env: { ...terminal.env }, report };
    const broker = opened.use(await (alone ? brokerAlone(options) : brokerOfHub(options)));
    env = { ...env, TALANOA_NATS_URL: broker.url };
    ({ logAddress } = broker);
  }
  const told = settingsIn(env);
  const bus = opened.use(await connected({ ...accessOf(told, user), name: user }, signal));
  const life = opened.move();
  return {
    bus,
    stream: { maxBytes: told.TALANOA_STREAM_MAX_BYTES, replicas: told.TALANOA_STREAM_REPLICAS },
    logAddress,
    dataFolder,
    [Symbol.asyncDispose]: () => life.disposeAsync(),
  };
}

type Told = ReturnType<typeof settingsIn>;

function settingsIn(env: { readonly [name: string]: string | undefined }) {
  return asUsage(() => readConfig(settings, env));
}

function accessOf(told: Told, user: string) {
  return asUsage(() => brokerAccess(told, user));
}

function asUsage<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidConfig) throw new UsageError(error.message);
    throw error;
  }
}

async function connected(options: BusOptions, signal: AbortSignal): Promise<Bus> {
  const within = AbortSignal.timeout(WITHIN);
  const lasting = new AbortController();
  let reason: unknown;
  const onChange = (_: boolean, cause?: unknown) => {
    reason = cause;
    // To wait would not help: what is wrong is here.
    if (brokerFault(cause)?.isLasting) lasting.abort();
  };
  try {
    const stop = AbortSignal.any([signal, within, lasting.signal]);
    return await openBus({ ...options, onChange, signal: stop });
  } catch (error) {
    signal.throwIfAborted();
    const fault = brokerFault(reason);
    if (fault?.isLasting) throw new UsageError(fault.says, fault.next);
    if (!within.aborted) throw error;
    throw new HubError(
      "unavailable",
      fault ? `${fault.says}. ${fault.next}` : `the broker does not answer: ${String(reason)}`,
    );
  }
}

/** The file in which audit-log keeps what it published last. */
export const PUBLISHED = "published-checkpoint";

/** Where audit-log keeps what it published last, in an embedded hub. */
export function logDataFolder(dataFolder: string): string {
  return join(dataFolder, "services", "audit-log");
}

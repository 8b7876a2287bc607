import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { type NatsServer, startNats } from "@talanoa/devstack/nats-server.ts";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { type Bus, openBus } from "./connection.ts";
import { ensureExchangeStream } from "./exchange-stream.ts";
import { leaveWhenCutOff } from "./leave-cut-off.ts";
import { patiently } from "./patiently.ts";

/** Milliseconds. */
const PACE = 300;
const patient = { timeout: 60_000, interval: 50 };
const names = ["one", "two", "three"];
const brokers = new Map<string, NatsServer>();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-cut-off-"));
  const binary = await findNatsServer();
  const routes = await Promise.all(names.map(() => freePort()));
  await Promise.all(
    names.map(async (serverName, i) => {
      const cluster = { serverName, port: routes[i]!, routes };
      brokers.set(serverName, await startNats({ dir: join(folder, serverName), binary, cluster }));
    }),
  );
  await using bus = await openBus({ servers: addressesOf(names), name: "test" });
  const size = { maxBytes: 64 * 1024 ** 2, replicas: names.length };
  await patiently(() => ensureExchangeStream(bus, size), AbortSignal.timeout(30_000));
});
afterAll(async () => {
  for (const broker of brokers.values()) await broker.kill();
  await rm(folder, { recursive: true, force: true });
});

function addressesOf(its: readonly string[]): string[] {
  return its.map((name) => new URL(brokers.get(name)!.url).host);
}

/** Connected to one that does not lead the stream: the leader answers for some seconds more. */
async function busOfFollower(): Promise<Bus> {
  for (;;) {
    const bus = await openBus({ servers: addressesOf(names), name: "test" });
    if ((await leaderOf(bus)) !== bus.connection.info?.server_name) return bus;
    await bus[Symbol.asyncDispose]();
  }
}

async function leaderOf(bus: Bus): Promise<string | undefined> {
  const answer = await bus.request(`${bus.api}.STREAM.INFO.${EXCHANGE}`, "");
  return answer.json<{ cluster: { leader?: string } }>().cluster.leader;
}

/** Those brokers do nothing and say nothing, until the test has ended at the latest. */
function freeze(its: readonly string[]): { thaw(): void } {
  const signal = (name: NodeJS.Signals) => {
    for (const each of its) process.kill(brokers.get(each)!.pid, name);
  };
  signal("SIGSTOP");
  onTestFinished(() => signal("SIGCONT"));
  return { thaw: () => signal("SIGCONT") };
}

test("a broker that hears nothing of the others is left, and the stream is found through another", async () => {
  await using bus = await busOfFollower();
  const cutOff = bus.connection.info?.server_name;
  const others = names.filter((name) => name !== cutOff);
  const left = vi.fn<() => void>();
  {
    await using _ = leaveWhenCutOff(bus, left, PACE);
    await sleep(5 * PACE);
    expect(left).not.toHaveBeenCalled();
  }
  const frozen = freeze(others);
  // First it says nothing; after some seconds it answers in the place of a leader that it does not know.
  await vi.waitFor(async () => expect(await leaderOf(bus)).toBeUndefined(), patient);
  await using _ = leaveWhenCutOff(bus, left, PACE);
  await vi.waitFor(() => expect(left).toHaveBeenCalled(), patient);
  frozen.thaw();
  await vi.waitFor(() => {
    expect(bus.available()).toBe(true);
    expect(others).toContain(bus.connection.info?.server_name);
  }, patient);
  await vi.waitFor(async () => expect(await leaderOf(bus)).toBeDefined(), patient);
});

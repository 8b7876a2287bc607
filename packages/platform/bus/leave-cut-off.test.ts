import { spawn } from "node:child_process";
import { once } from "node:events";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { expect, test, vi } from "vitest";
import { openTestHub } from "../testing/hub.ts";
import { type Bus, openBus } from "./connection.ts";
import { leaveWhenCutOff } from "./leave-cut-off.ts";

test("a broker through which the stream does not answer is left for one through which it does", async () => {
  await using hub = await openTestHub();
  await using opened = new AsyncDisposableStack();
  // It takes clients and has no stream to reach, like one that is cut off.
  const port = await freePort();
  const args = ["-a", "127.0.0.1", "-p", String(port)];
  const child = spawn(await findNatsServer(), args, { stdio: "ignore" });
  opened.defer(async () => {
    child.kill("SIGKILL");
    await once(child, "close");
  });
  const cutOff = `127.0.0.1:${port}`;
  const good = hub.bus.connection.getServer();
  // The client begins with any of them.
  const connected = async (): Promise<Bus> => {
    const bus = await openBus({ servers: [cutOff, good], name: "test" });
    if (bus.connection.getServer() === cutOff) return bus;
    await bus[Symbol.asyncDispose]();
    throw new Error("it began with the other one");
  };
  const bus = opened.use(await vi.waitFor(connected, { timeout: 20_000 }));
  const leaving: number[] = [];
  opened.use(leaveWhenCutOff(bus, () => leaving.push(performance.now())));
  await expect.poll(() => bus.available() && bus.connection.getServer()).toBe(good);
  // Where the client tried the same one first, one look was enough to leave it for good.
  expect(leaving.length).toBeLessThan(3);
  expect(performance.now() - leaving[0]!).toBeLessThan(5_000);
});

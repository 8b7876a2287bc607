import { execFile } from "node:child_process";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { HealthImplementation } from "grpc-health-check";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { expect, onTestFinished, test } from "vitest";

const program = join(import.meta.dirname, "..", "..", "..", "deploy", "healthy.mjs");

/** The status with which the check in a service's container ends. */
function checked(port: number): Promise<number> {
  return new Promise((resolve) => {
    const env = { PATH: process.env["PATH"], TALANOA_LISTEN: `0.0.0.0:${port}` };
    const child = execFile(process.execPath, [program], { env }, () => resolve(child.exitCode!));
  });
}

async function served(status: "SERVING" | "NOT_SERVING"): Promise<number> {
  const server = new Server();
  new HealthImplementation({ "": status }).addToServer(server);
  onTestFinished(() => server.forceShutdown());
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

test("a service that serves is healthy; one that does not, and one that is not there, are not", async () => {
  expect(await checked(await served("SERVING"))).toBe(0);
  expect(await checked(await served("NOT_SERVING"))).toBe(1);
  expect(await checked(await freePort())).toBe(1);
});

test("a service that hangs is not healthy", async () => {
  const server = createServer(() => {});
  server.listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  expect(await checked((server.address() as AddressInfo).port)).toBe(1);
});

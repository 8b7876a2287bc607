import { copyFile, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { spawnOwned } from "@talanoa/devstack/owned-process.ts";
import { deployed } from "./deployed.ts";
import type { Secrets } from "./secured-hub.ts";

/** Loopback ports of one broker. */
export interface BrokerPorts {
  readonly clients: number;
  readonly routes: number;
  readonly monitoring: number;
}

export async function brokerPorts(): Promise<BrokerPorts> {
  return {
    clients: await freePort(),
    routes: await freePort(),
    monitoring: await freePort(),
  };
}

export interface DeployedBroker extends AsyncDisposable {
  readonly name: string;
  readonly ports: BrokerPorts;
  /** All that it has written, and nothing is written anywhere else. */
  said(): string;
  /** What it says of itself at a path of its monitoring, such as `varz`. */
  tells<Answer>(path: string): Promise<Answer>;
}

export interface DeployedBrokerOptions {
  readonly name: string;
  readonly folder: string;
  readonly secrets: Secrets;
  readonly ports: BrokerPorts;
  /** The ports for brokers of all three. */
  readonly routes: readonly [number, number, number];
  /** Makes a stranger of it: what its configuration says instead. */
  readonly change?: (configuration: string) => string;
}

/** Starts nats-server by deploy/nats/nats.conf, on loopback: ports and places of files are others, and nothing else. */
export async function startDeployedBroker({
  name,
  folder,
  secrets,
  ports,
  routes,
  change = (its) => its,
}: DeployedBrokerOptions): Promise<DeployedBroker> {
  const dir = await mkdtemp(join(folder, `${name}-`));
  const text = await deployed("nats/nats.conf", {
    "0.0.0.0:4222": `127.0.0.1:${ports.clients}`,
    "0.0.0.0:6222": `127.0.0.1:${ports.routes}`,
    "127.0.0.1:8222": `127.0.0.1:${ports.monitoring}`,
    "nats-1.routes:6222": `127.0.0.1:${routes[0]}`,
    "nats-2.routes:6222": `127.0.0.1:${routes[1]}`,
    "nats-3.routes:6222": `127.0.0.1:${routes[2]}`,
    "/data": dir,
    "/run/secrets/tls.crt": secrets.path("tls/nats.crt"),
    "/run/secrets/tls.key": secrets.path("tls/nats.key"),
    "/run/secrets/authority.crt": secrets.path("authority/ca.crt"),
  });
  await writeFile(join(dir, "nats.conf"), change(text));
  await copyFile(secrets.path("nats/users.conf"), join(dir, "users.conf"));
  let said = "";
  const server = await spawnOwned({
    command: await findNatsServer({ report() {} }),
    args: ["--config", join(dir, "nats.conf")],
    env: { NATS_NAME: name, NATS_MAX_FILE_STORE: "1GB" },
    output: (chunk) => (said += chunk.toString()),
    whenWeDie: "SIGTERM",
  });
  return {
    name,
    ports,
    said: () => said,
    async tells<Answer>(path: string) {
      const answer = await fetch(`http://127.0.0.1:${ports.monitoring}/${path}`);
      return (await answer.json()) as Answer;
    },
    async [Symbol.asyncDispose]() {
      await server.end([["SIGTERM", 10_000]]);
    },
  };
}

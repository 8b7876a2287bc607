import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect as connectPlain } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls, type SecureVersion } from "node:tls";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  brokerPorts,
  type DeployedBroker,
  type DeployedBrokerOptions,
  startDeployedBroker,
} from "./support/deployed-broker.ts";
import { makeSecrets, type Secrets } from "./support/secured-hub.ts";

const opened = new AsyncDisposableStack();
const names = ["nats-1", "nats-2", "nats-3"] as const;
let folder: string;
let secrets: Secrets;
/** What is the same for the brokers and for who would be one: the third place is free for it. */
let places: Pick<DeployedBrokerOptions, "folder" | "secrets" | "routes">;
let ports: Record<(typeof names)[number], DeployedBroker["ports"]>;
let first: DeployedBroker;
let second: DeployedBroker;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-deployed-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  secrets = await makeSecrets(join(folder, "secrets"));
  const [a, b, c] = [await brokerPorts(), await brokerPorts(), await brokerPorts()];
  ports = { "nats-1": a, "nats-2": b, "nats-3": c };
  places = { folder, secrets, routes: [a.routes, b.routes, c.routes] };
  first = opened.use(await startDeployedBroker({ ...places, name: "nats-1", ports: a }));
  second = opened.use(await startDeployedBroker({ ...places, name: "nats-2", ports: b }));
  await vi.waitFor(async () => {
    expect([await othersOf(first), await othersOf(second)]).toEqual([["nats-2"], ["nats-1"]]);
  }, 60_000);
});
afterAll(() => opened.disposeAsync());

/** The brokers to which one has let itself be connected; nothing while it starts. */
async function othersOf(broker: DeployedBroker): Promise<string[]> {
  const told = await broker
    .tells<{ routes: { remote_name?: string }[] }>("routez")
    .catch(() => ({ routes: [] }));
  return [...new Set(told.routes.map(({ remote_name = "?" }) => remote_name))].toSorted();
}

/** The version that is spoken at a port, or why none is. */
async function speaks(
  port: number,
  maxVersion: SecureVersion,
  { greets }: { readonly greets: boolean },
): Promise<string> {
  const plain = connectPlain(port, "127.0.0.1");
  await once(plain, greets ? "data" : "connect");
  const ca = await readFile(secrets.path("authority/ca.crt"));
  const [cert, key] = await Promise.all(
    ["tls/nats.crt", "tls/nats.key"].map((name) => readFile(secrets.path(name))),
  );
  const versions = { minVersion: "TLSv1.2", maxVersion } as const;
  const socket = connectTls({ socket: plain, servername: "localhost", ca, cert, key, ...versions });
  try {
    await once(socket, "secureConnect");
    return socket.getProtocol() ?? "";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "refused";
  } finally {
    socket.destroy();
  }
}

describe("a broker by the configuration that is deployed", () => {
  test("has what it acknowledges on the disk: it syncs each message", async () => {
    const { jetstream } = await first.tells<{ jetstream: { config: object } }>("varz");
    expect(jetstream.config).toMatchObject({ sync_always: true });
  });

  test("takes a sealed notice of the largest size, and asks all for TLS and a key", async () => {
    const { clients } = first.ports;
    const [chunk] = (await once(connectPlain(clients, "127.0.0.1"), "data")) as [Buffer];
    const info = JSON.parse(chunk.toString().slice("INFO ".length)) as object;
    expect(info).toMatchObject({ max_payload: 2_097_152, tls_required: true, auth_required: true });
  });

  test.each([
    { door: "clients", greets: true },
    { door: "routes", greets: false },
  ] as const)("speaks TLS 1.3 to $door, and nothing older", async ({ door, greets }) => {
    expect(await speaks(first.ports[door], "TLSv1.3", { greets })).toBe("TLSv1.3");
    expect(await speaks(first.ports[door], "TLSv1.2", { greets })).toMatch(/PROTOCOL_VERSION/);
  });

  test("tells how it is within its container alone", async () => {
    const text = await readFile(join(import.meta.dirname, "../deploy/nats/nats.conf"), "utf8");
    expect(text).toMatch(/^http: "127\.0\.0\.1:8222"$/m);
    expect(text.match(/^(http|https|http_port|https_port|monitor_port)\b/gm)).toEqual(["http"]);
  });
});

describe("the cluster that is deployed", () => {
  /** How each differs from a broker, who knows the authority but has nothing of it. */
  const strangers: readonly [string, () => Promise<(its: string) => string>, RegExp][] = [
    [
      "without a certificate",
      async () => (its) => {
        const [before, cluster] = its.split("cluster {");
        return `${before}cluster {${cluster!.replace(/^ +(cert|key)_file: .*$/gm, "")}`;
      },
      /client didn't provide a certificate/,
    ],
    [
      "with a certificate of another authority",
      async () => {
        const other = await makeSecrets(join(folder, "other"));
        return (its) =>
          ["tls/nats.crt", "tls/nats.key"].reduce(
            (text, name) => text.replaceAll(secrets.path(name), other.path(name)),
            its,
          );
      },
      /failed to verify certificate|unknown authority|bad certificate/,
    ],
  ];

  test.each(strangers)("lets nobody in %s", async (_who, change, why) => {
    const before = first.said().length;
    await using stranger = await startDeployedBroker({
      ...places,
      name: "nats-3",
      ports: ports["nats-3"],
      change: await change(),
    });
    const refusals = () => first.said().slice(before).match(new RegExp(why, "g")) ?? [];
    await expect.poll(() => refusals().length).toBeGreaterThan(1);
    await sleep(1_000);
    expect(await othersOf(stranger)).toEqual([]);
    expect(await othersOf(first)).toEqual(["nats-2"]);
    expect(await othersOf(second)).toEqual(["nats-1"]);
  });

  test("lets in who has a certificate of the authority", async () => {
    await using third = await startDeployedBroker({
      ...places,
      name: "nats-3",
      ports: ports["nats-3"],
    });
    await expect.poll(() => othersOf(third)).toEqual(["nats-1", "nats-2"]);
    await expect.poll(() => othersOf(first)).toEqual(["nats-2", "nats-3"]);
  });
});

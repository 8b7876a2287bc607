import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ChannelCredentials, credentials } from "@grpc/grpc-js";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { startNats } from "@talanoa/devstack/nats-server.ts";
import { startService } from "@talanoa/devstack/service-process.ts";
import { servingBy } from "@talanoa/devstack/serving.ts";
import { keepsCompiled } from "@talanoa/devstack/testing/compiled.ts";
import { expect, onTestFinished, test } from "vitest";
import { makeSecrets, type Secrets } from "./support/secured-hub.ts";

const entry = join(import.meta.dirname, "../packages/platform/testing/small-service.ts");

/** Of a client that knows the hub's authority, and has the certificate of another's secrets, or none. */
async function trust(hub: Secrets, its?: Secrets): Promise<ChannelCredentials> {
  const ca = await readFile(hub.path("authority/ca.crt"));
  if (!its) return credentials.createSsl(ca);
  const [key, certificate] = await Promise.all(
    ["tls/console.key", "tls/console.crt"].map((name) => readFile(its.path(name))),
  );
  return credentials.createSsl(ca, key!, certificate!);
}

test("a service that is told an authority for clients answers nobody who has no certificate of it", async () => {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "talanoa-clients-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const hub = await makeSecrets(join(folder, "secrets"));
  const other = await makeSecrets(join(folder, "other"));
  const dir = join(folder, "nats");
  const nats = opened.use(await startNats({ dir, binary: await findNatsServer() }));
  await writeFile(join(folder, "jwks.json"), '{"keys":[]}');
  const address = `localhost:${await freePort()}`;
  const service = await startService({
    name: "small-service",
    entry,
    address,
    env: {
      ...keepsCompiled,
      TALANOA_NATS_URL: nats.url,
      TALANOA_LISTEN: address,
      TALANOA_JWKS_FILE: join(folder, "jwks.json"),
      TALANOA_TLS_CERT_FILE: hub.path("tls/alert-intake.crt"),
      TALANOA_TLS_KEY_FILE: hub.path("tls/alert-intake.key"),
      TALANOA_TLS_CLIENT_CA_FILE: hub.path("authority/ca.crt"),
    },
    logFile: join(folder, "service.log"),
    ready: servingBy(await trust(hub, hub)),
    readyWithin: 60_000,
    signal: new AbortController().signal,
  });
  opened.defer(() => service.stop());

  const answers = (its: ChannelCredentials) => servingBy(its)("small-service", address);
  await answers(await trust(hub, hub));
  await expect(answers(await trust(hub))).rejects.toThrow(/UNAVAILABLE/);
  await expect(answers(await trust(hub, other))).rejects.toThrow(/UNAVAILABLE/);
});

import { mkdtemp, readFile } from "node:fs/promises";
import { createServer } from "node:https";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { runProgram } from "@talanoa/cli/program.ts";
import { keptTerminal } from "@talanoa/cli/testing/terminal.ts";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { ensureExchangeStream } from "@talanoa/platform/bus/exchange-stream.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSecrets, type SecuredBroker, startSecuredBroker } from "./support/secured-hub.ts";

let broker: SecuredBroker;
let settings: { [name: string]: string };
beforeAll(async () => {
  broker = await startSecuredBroker();
  await using routing = await broker.bus("member-routing");
  await ensureExchangeStream(routing, { maxBytes: 64 * 1024 ** 2, replicas: 1 });
  await routing.request("statement.FJ.n1", "content").catch(() => {});
  settings = {
    TALANOA_NATS_URL: broker.nats.url,
    TALANOA_NATS_SEED_FILE: broker.secrets.path("nats/backup.nk"),
    TALANOA_NATS_CA_FILE: broker.secrets.path("authority/ca.crt"),
  };
}, 60_000);
afterAll(() => broker?.[Symbol.asyncDispose]());

async function backup(env: { [name: string]: string }, ...args: string[]) {
  const folder = await mkdtemp(join(broker.folder, "backup-"));
  const terminal = keptTerminal({ env, cwd: folder });
  const { signal } = new AbortController();
  const code = await runProgram(["backup", join(folder, "kept"), ...args], terminal, signal);
  return { code, ...terminal.written };
}

describe("a backup that cannot be made says why, and what to do:", () => {
  test("no broker is named, and no embedded hub stands there", async () => {
    const { code, err } = await backup({});
    expect(code).toBe(2);
    expect(err).toContain("there is no embedded hub in ");
    expect(err).toContain("TALANOA_NATS_URL");
  });

  // Each of the next two is waited for as long as a broker may need to come.
  test.concurrent("nobody listens", async () => {
    const url = `tls://localhost:${await freePort()}`;
    const { code, err } = await backup({ ...settings, TALANOA_NATS_URL: url });
    expect(code).toBe(75);
    expect(err).toContain("no broker listens at TALANOA_NATS_URL");
    expect(err).toContain("docker compose ps");
    expect(err).not.toContain("whoami");
  }, 60_000);

  test.concurrent("the host is not known, or not in the certificate", async () => {
    const port = broker.nats.url.split(":").at(-1)!;
    const unknown = { ...settings, TALANOA_NATS_URL: `tls://broker.invalid:${port}` };
    const { code, err } = await backup(unknown);
    expect(code).toBe(2);
    expect(err).toContain("the host of TALANOA_NATS_URL is not known");
    const otherwise = { ...settings, TALANOA_NATS_URL: `tls://127.0.0.2:${port}` };
    expect((await backup(otherwise)).err).toMatch(
      /certificate does not have the host|no broker listens/,
    );
  }, 90_000);

  test("the key is not this hub's", async () => {
    const other = await makeSecrets(join(broker.folder, "other"));
    const { code, err } = await backup({
      ...settings,
      TALANOA_NATS_SEED_FILE: other.path("nats/backup.nk"),
    });
    expect(code).toBe(2);
    expect(err).toContain("the broker does not take this key");
    expect(err).toContain("TALANOA_NATS_SEED_FILE");
  }, 60_000);

  test("no key is given", async () => {
    const { TALANOA_NATS_SEED_FILE: _, ...rest } = settings;
    const { code, err } = await backup(rest);
    expect(code).toBe(2);
    expect(err).toContain("TALANOA_NATS_SEED_FILE");
  }, 60_000);

  test("the authority is another one, or none is named", async () => {
    const other = await makeSecrets(join(broker.folder, "another"));
    const { TALANOA_NATS_CA_FILE: _, ...rest } = settings;
    const wrong = { ...rest, TALANOA_NATS_CA_FILE: other.path("authority/ca.crt") };
    for (const env of [rest, wrong]) {
      const { code, err } = await backup(env);
      expect(code).toBe(2);
      expect(err).toContain("is of another authority than TALANOA_NATS_CA_FILE has");
      expect(err).toContain("secrets/authority/ca.crt");
    }
  }, 60_000);

  test("the file of the key, or of the authority, is not there", async () => {
    for (const name of ["TALANOA_NATS_SEED_FILE", "TALANOA_NATS_CA_FILE"]) {
      const { code, err } = await backup({ ...settings, [name]: "/nowhere" });
      expect(code).toBe(2);
      expect(err).toContain(name);
    }
  });
});

describe("a log that shows no checkpoint keeps nothing from being copied, and says why:", () => {
  const log = async (status: number, say: string) => {
    const server = createServer(
      {
        cert: await readFile(broker.secrets.path("tls/audit-log.crt")),
        key: await readFile(broker.secrets.path("tls/audit-log.key")),
      },
      (_, answer) => void answer.writeHead(status).end(say),
    ).listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
      address: `https://localhost:${(server.address() as AddressInfo).port}/`,
      [Symbol.dispose]: () => void server.close(),
    };
  };

  test("its authority is not known", async () => {
    using tiles = await log(404, "nothing has been published yet\n");
    const { code, out, err } = await backup(settings, "--log", tiles.address);
    expect(code).toBe(75);
    expect(out).toContain("copied");
    expect(err).toContain("NODE_EXTRA_CA_CERTS");
  });

  test("nobody answers", async () => {
    const address = `https://localhost:${await freePort()}/`;
    const { code, err } = await backup(settings, "--log", address);
    expect(code).toBe(75);
    expect(err).toContain("nobody answers there. See that audit-log runs");
  });
});

import { execFile } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import {
  type ClientHttp2Session,
  connect,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from "node:http2";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { SecureVersion } from "node:tls";
import { promisify } from "node:util";
import { connect as connectTo } from "@talanoa/client/connect.ts";
import type { HubKeys } from "@talanoa/client/identity.ts";
import { publish } from "@talanoa/client/publish.ts";
import { askStatus } from "@talanoa/client/status.ts";
import { FeedService, SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { hubFile, identitiesFolder } from "@talanoa/devstack/identities.ts";
import { listening } from "@talanoa/devstack/listening.ts";
import { startService } from "@talanoa/devstack/service-process.ts";
import { consoleTable } from "@talanoa/devstack/services-table.ts";
import type { Running } from "@talanoa/devstack/supervised.ts";
import { judge } from "@talanoa/sharing/status/judge.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Collector, openCollector } from "./support/collector.ts";
import { alertDraft } from "./support/drafts.ts";
import { type SecuredHub, startSecuredHub } from "./support/secured-hub.ts";

// The console as it runs in production: TLS in front of it and behind it, with the secrets that `talanoa setup` makes; and
// a hub that takes calls from those alone who have a certificate of its authority.

const consoleFolder = join(import.meta.dirname, "..", "services", "console");
const opened = new AsyncDisposableStack();
let hub: SecuredHub;
let url: string;
let running: Running;
let collector: Collector;
let authority: Buffer;
beforeAll(async () => {
  collector = opened.use(await openCollector());
  hub = opened.use(await startSecuredHub({ known: true }));
  const { secrets, folder } = hub;
  authority = await readFile(secrets.path("authority/ca.crt"));
  // What identities have of the hub, and what stands in the same folder as in a container.
  const known = JSON.parse(await readFile(hubFile(folder), "utf8")) as object;
  await mkdir(join(folder, "told"));
  const made = JSON.parse(await readFile(secrets.path("console/hub.json"), "utf8")) as HubKeys;
  const told = { ...known, tls: made.tls };
  await writeFile(join(folder, "told", "authority.crt"), authority);
  for (const end of ["crt", "key"])
    await copyFile(secrets.path(`tls/console.${end}`), join(folder, "told", `tls.${end}`));
  await writeFile(join(folder, "told", "hub.json"), JSON.stringify(told));
  ({ url, running } = await startConsole("told/hub.json"));
}, 300_000);
afterAll(() => opened.disposeAsync());

/** A console and an issuer that are told of the hub by a file; where the console is, and its process. */
async function startConsole(told: string): Promise<{ url: string; running: Running }> {
  const { secrets, folder } = hub;
  const address = `localhost:${await freePort()}`;
  const issuer = `127.0.0.1:${await freePort()}`;
  const console = `https://${address}`;
  const settings: { readonly [name: string]: NodeJS.ProcessEnv } = {
    "demo-issuer": {
      TALANOA_LISTEN: issuer,
      TALANOA_IDENTITIES_DIR: identitiesFolder(folder),
      TALANOA_TOKEN_KEY_FILE: secrets.path("tokens/issuer.key"),
    },
    console: {
      TALANOA_LISTEN: address,
      TALANOA_TLS_CERT_FILE: secrets.path("tls/console.crt"),
      TALANOA_TLS_KEY_FILE: secrets.path("tls/console.key"),
      TALANOA_OIDC_ISSUER: `http://${issuer}`,
      TALANOA_HUB_FILE: join(folder, told),
      TALANOA_SESSION_KEY_FILE: secrets.path("keys/console-session-key.json"),
    },
  };
  const started: Running[] = [];
  for (const { name, entry } of consoleTable) {
    const running = await startService({
      name,
      entry,
      address: settings[name]!["TALANOA_LISTEN"]!,
      env: { ...collector.env, ...settings[name], TALANOA_CONSOLE_URL: console },
      logFile: join(folder, `${name}.log`),
      ready: listening,
      readyWithin: 30_000,
      signal: new AbortController().signal,
    });
    opened.defer(() => running.stop());
    started.push(running);
  }
  return { url: console, running: started.at(-1)! };
}

interface Answer {
  readonly headers: IncomingHttpHeaders & { readonly ":status"?: number };
  readonly body: Buffer;
}

/** One HTTP/2 connection, as browsers have one, and the cookies that came on it. */
class Connection implements Disposable {
  readonly #session: ClientHttp2Session;
  #cookie = "";

  constructor(to: string, ca: Buffer = authority) {
    this.#session = connect(to, { ca, minVersion: "TLSv1.3" });
    // Whoever asks is told.
    this.#session.on("error", () => {});
  }

  async ask(path: string, headers: OutgoingHttpHeaders = {}, body?: Uint8Array): Promise<Answer> {
    const method = body ? "POST" : "GET";
    const asked = { ":path": path, ":method": method, cookie: this.#cookie, ...headers };
    const stream = this.#session.request(asked);
    const { promise, resolve, reject } = Promise.withResolvers<IncomingHttpHeaders>();
    stream.once("response", resolve);
    stream.once("error", reject);
    stream.end(body);
    const answered = await promise;
    const set = answered["set-cookie"] ?? [];
    if (set.length > 0) this.#cookie = set.map((each) => each.split(";")[0]!).join("; ");
    return { headers: answered, body: await buffer(stream) };
  }

  /** Signs in with one click; the cookies that the console set. */
  async signIn(person: string): Promise<string[]> {
    const away = await this.ask("/sign-in");
    const clicked = await fetch(`${away.headers.location}&person=${person}`, {
      redirect: "manual",
    });
    const home = new URL(clicked.headers.get("location")!);
    const { headers } = await this.ask(`${home.pathname}${home.search}`);
    return headers["set-cookie"] ?? [];
  }

  [Symbol.dispose](): void {
    this.#session.destroy();
  }
}

const own = { "x-talanoa": "1", "content-type": "application/x-protobuf" };

describe("a console behind TLS, in front of a hub behind TLS", () => {
  test("sets a cookie of its host alone that never travels in clear, and wants to be reached by TLS for a year", async () => {
    using connection = new Connection(url);
    const cookies = await connection.signIn("fj-liaison");
    const session = cookies.find((each) => !each.includes("Max-Age=0"))!;
    expect(session).toMatch(/^__Host-talanoa-session-0=/);
    expect(session.split("; ")).toEqual(
      expect.arrayContaining(["Secure", "HttpOnly", "SameSite=Lax", "Path=/"]),
    );
    const { headers } = await connection.ask("/session");
    expect(headers[":status"]).toBe(200);
    expect(headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
  });

  test("passes a notice and its stream on one HTTP/2 connection", async () => {
    using connection = new Connection(url);
    await connection.signIn("to-liaison");
    await publish(hub.as("fj-publisher"), {
      draft: alertDraft({ audience: { participants: ["TO"] } }),
    });
    const { path, requestSerialize, responseDeserialize } = FeedService.listNotices;
    await expect
      .poll(async () => {
        const { body } = await connection.ask(`/hub${path}`, own, requestSerialize({}));
        return responseDeserialize(body).copies.length;
      })
      .toBe(1);
    const { body } = await connection.ask(`/hub${path}`, own, requestSerialize({}));
    const [copy] = responseDeserialize(body).copies;
    expect(SealedNotice.encode(copy!.notice!).length).toBeGreaterThan(100);
  });

  test("has a certificate to show to a hub that takes no call without", async () => {
    const { path, requestSerialize } = FeedService.listNotices;
    using connection = new Connection(url);
    await connection.signIn("to-liaison");
    const { headers } = await connection.ask(`/hub${path}`, own, requestSerialize({}));
    expect(headers[":status"]).toBe(200);
    const identity = hub.identity("to-liaison");
    const tls = { ca: authority.toString() };
    await using without = connectTo({ ...identity, hub: { ...identity.hub, tls } });
    const call = without.call(FeedService.listNotices, {}, { deadline: 3_000, patience: 0 });
    await expect(call).rejects.toMatchObject({ code: "unavailable" });
  });

  test("is counted, as the services are", async () => {
    const told = () => [...(collector.metrics().get("console") ?? [])];
    await expect.poll(told, { timeout: 30_000 }).toContain("instance.wanted");
  });

  test("speaks TLS 1.3, and nothing older", async () => {
    const shake = async (maxVersion: SecureVersion) => {
      const session = connect(url, { ca: authority, minVersion: "TLSv1.2", maxVersion });
      const outcome = once(session, "connect").then(
        () => "connected",
        ({ code }: NodeJS.ErrnoException) => code,
      );
      return await outcome.finally(() => session.destroy());
    };
    expect(await shake("TLSv1.3")).toBe("connected");
    expect(await shake("TLSv1.2")).toMatch(/PROTOCOL_VERSION/);
  });

  test("is healthy by what its container asks", async () => {
    const { port } = new URL(url);
    const program = join(consoleFolder, "healthy.mjs");
    const env = { TALANOA_LISTEN: `0.0.0.0:${port}` };
    const asked = await promisify(execFile)(process.execPath, [program], { env });
    expect(asked).toEqual({ stdout: "", stderr: "" });
  });

  test("does not speak to a hub of another authority", async () => {
    const { secrets, folder } = hub;
    const known = JSON.parse(await readFile(join(folder, "told", "hub.json"), "utf8")) as object;
    // A certificate, and of nobody who signs others.
    const tls = { ca: secrets.path("tls/nats.crt") };
    await writeFile(join(folder, "other.json"), JSON.stringify({ ...known, tls }));
    using connection = new Connection((await startConsole("other.json")).url);
    await connection.signIn("to-liaison");
    const { headers, body } = await connection.ask(
      `/hub${FeedService.listNotices.path}`,
      own,
      new Uint8Array(),
    );
    expect(headers[":status"]).toBe(503);
    expect(JSON.parse(body.toString())).toMatchObject({ code: "unavailable" });
  });

  test("stands in the hub's status, and is missed when it is gone", async () => {
    const { url: other, running: mortal } = await startConsole("told/hub.json");
    const operator = hub.identity("oco-secretariat");
    const { host: address } = new URL(other);
    const look = () => askStatus({ ...operator, hub: { ...operator.hub, console: address } });
    const isConsole = ({ service }: { service: string }) => service === "console";
    const { instances } = await look();
    expect(instances.filter(isConsole)).toMatchObject([
      { instance: address, serving: true, wanted: 1 },
    ]);
    const missing = { alarm: "InstancesMissing", says: "console does not serve", about: [address] };
    expect(judge(await look())).not.toContainEqual(expect.objectContaining(missing));
    await mortal.stop();
    expect(judge(await look())).toContainEqual(expect.objectContaining(missing));
  });

  test("ends its streams when it stops, and waits for nobody", async () => {
    using connection = new Connection(url);
    await connection.signIn("to-liaison");
    const stream = connection.ask("/events?name=stopping");
    await connection.ask("/session");
    await running.stop();
    // One that waited would be killed after ten seconds.
    expect((await running.exited).code).toBe(0);
    expect((await stream).body.toString()).toContain("event: lost");
  });
});

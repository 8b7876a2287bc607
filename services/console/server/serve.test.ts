import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request as ask, type RequestOptions } from "node:http";
import { type ClientHttp2Session, connect as connectHttp2 } from "node:http2";
import { request as askSecurely } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serve, type ServeOptions } from "./serve.ts";
import type { Known } from "./session.ts";

const listen = "127.0.0.1:0";
const app = new Hono<Known>().get("/", (c) => c.text(`${c.req.header("cookie")?.length ?? 0}`));

/** As long as the cookies of a session and of an attempt to sign in can be. */
const LONGEST_COOKIE = "c".repeat(16_500);

/** The status of an answer. */
function statusOf(request: typeof ask, options: RequestOptions & { rejectUnauthorized?: boolean }) {
  return new Promise<number | undefined>((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", path: "/", ...options }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on("error", reject);
    asked.end();
  });
}

test("the longest cookies that the console sets are taken back", async () => {
  await using server = await serve(app, { listen });
  const headers = { cookie: LONGEST_COOKIE };
  expect(await statusOf(ask, { port: server.port, headers })).toBe(200);
});

test("a connection on which nothing moves is closed", async () => {
  await using server = await serve(app, { listen, idle: 200 });
  const silent = connect(server.port, "127.0.0.1");
  await once(silent, "close");
  expect(silent.destroyed).toBe(true);
});

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

describe.skipIf(!hasOpenssl)("with TLS", () => {
  let tls: NonNullable<ServeOptions["tls"]>;
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "talanoa-console-tls-"));
    const made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2";
    const args = `${made} -keyout tls.key -out tls.crt -subj /CN=localhost`.split(" ");
    execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
    const [certificate = "", key = ""] = ["tls.crt", "tls.key"].map((name) =>
      readFileSync(join(folder, name), "utf8"),
    );
    tls = { certificate, key };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function http2(port: number): Promise<ClientHttp2Session> {
    const session = connectHttp2(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
    await once(session, "remoteSettings");
    return session;
  }

  test("the longest cookies are taken back too, over HTTP/1.1 and HTTP/2", async () => {
    await using server = await serve(app, { listen, tls });
    const { port } = server;
    const headers = { cookie: LONGEST_COOKIE };
    const options = { port, headers, rejectUnauthorized: false };
    expect(await statusOf(askSecurely as typeof ask, options)).toBe(200);
    const session = await http2(port);
    const stream = session.request({ ":path": "/", ...headers });
    const [answer] = (await once(stream, "response")) as [{ ":status"?: number }];
    expect(answer[":status"]).toBe(200);
    session.destroy();
  });

  test("one connection has a bounded number of requests under way, and is closed when nothing moves", async () => {
    await using server = await serve(app, { listen, tls, idle: 300 });
    const session = await http2(server.port);
    expect(session.remoteSettings.maxConcurrentStreams).toBe(100);
    await once(session, "close");
  });

  test("who connects and says nothing does not hold up the server's end", async () => {
    const server = await serve(app, { listen, tls });
    const silent = connect(server.port, "127.0.0.1");
    silent.on("error", () => {});
    await once(silent, "connect");
    const ended = server[Symbol.asyncDispose]().then(() => "ended");
    expect(await Promise.race([ended, sleep(5_000, "held up")])).toBe("ended");
  });
});

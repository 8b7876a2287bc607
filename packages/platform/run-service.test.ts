import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createMute } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { startNats } from "@talanoa/devstack/nats-server.ts";
import type { NatsServer } from "@talanoa/devstack/nats-server.ts";
import { keepsCompiled } from "@talanoa/devstack/testing/compiled.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

let dir: string;
let nats: NatsServer;
const program = join(import.meta.dirname, "testing", "small-service.ts");

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "talanoa-service-"));
  nats = await startNats({ dir, binary: await findNatsServer() });
  await writeFile(join(dir, "jwks.json"), '{"keys":[]}');
}, 300_000);

/** None outlives a test that failed. */
const started = new AsyncDisposableStack();
afterAll(async () => {
  await started.disposeAsync();
  await nats?.stop();
  await rm(dir, { recursive: true, force: true });
});

interface Line {
  level: number;
  msg: string;
  [name: string]: unknown;
}

interface Service {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly lines: Line[];
  said(msg: string): Promise<Line>;
  /** Exit status, signal, and what stood on standard error. */
  readonly ended: Promise<{ code: number | null; signal: string | null; errors: string }>;
}

function start(env: { [name: string]: string }, args: string[] = []): Service {
  const child = spawn(process.execPath, [...args, program], {
    env: {
      ...keepsCompiled,
      TALANOA_NATS_URL: nats.url,
      TALANOA_LISTEN: "127.0.0.1:0",
      TALANOA_JWKS_FILE: join(dir, "jwks.json"),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: Line[] = [];
  let rest = "";
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  child.stdout.on("data", (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) lines.push(JSON.parse(part) as Line);
  });
  started.defer(() => void child.kill("SIGKILL"));
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal, errors }));
  return {
    child,
    lines,
    ended,
    async said(msg) {
      const find = (): Line => {
        const found = lines.find((line) => line.msg === msg);
        if (!found) throw new Error(`it has not said "${msg}"`);
        return found;
      };
      return vi.waitFor(find, { timeout: 170_000 });
    },
  };
}

// One that did not end by itself within ten seconds is killed: it then has a signal and no status.
test.concurrent("a service ends with status 0 soon after SIGTERM, with what it opened closed in reverse", async () => {
  const service = start({});
  await service.said("serving");
  service.child.kill("SIGTERM");
  expect(await service.ended).toEqual({ code: 0, signal: null, errors: "" });
  const said = service.lines.map(({ msg }) => msg);
  expect(said.slice(-4)).toEqual(["stopping", "second closed", "first closed", "stopped"]);
}, 180_000);

test.concurrent("a service without its settings names each of them and ends with status 78", async () => {
  const { code, errors } = await start({ TALANOA_NATS_URL: "", TALANOA_LISTEN: "x" }).ended;
  expect(code).toBe(78);
  expect(errors).toContain("TALANOA_NATS_URL is not set");
  expect(errors).toContain("TALANOA_LISTEN: must be host:port");
  expect(errors).not.toContain("    at ");
}, 180_000);

test.concurrent("settings that only together are wrong are named before anything is opened", async () => {
  const nowhere = { TALANOA_NATS_URL: "nats://127.0.0.1:1" };
  const tls = { TALANOA_TLS_CERT_FILE: "cert.pem", TALANOA_TLS_KEY_FILE: "key.pem" };
  const [noKeys, halfTls, clientsAlone, noAuthority] = await Promise.all([
    start({ ...nowhere, TALANOA_JWKS_FILE: "" }).ended,
    start({ ...nowhere, TALANOA_TLS_CERT_FILE: "cert.pem" }).ended,
    start({ ...nowhere, TALANOA_TLS_CLIENT_CA_FILE: "ca.pem" }).ended,
    start({ ...nowhere, ...tls, TALANOA_TLS_CLIENT_CA_FILE: join(dir, "jwks.json") }).ended,
  ]);
  expect(noKeys.code).toBe(78);
  expect(noKeys.errors).toContain("TALANOA_JWKS_FILE or TALANOA_JWKS_URL is needed");
  expect(halfTls.code).toBe(78);
  expect(halfTls.errors).toContain("TALANOA_TLS_KEY_FILE");
  expect(clientsAlone.code).toBe(78);
  expect(clientsAlone.errors).toContain("TALANOA_TLS_CERT_FILE");
  expect(noAuthority.code).toBe(78);
  expect(noAuthority.errors).toContain("TALANOA_TLS_CLIENT_CA_FILE");
}, 180_000);

test.concurrent("a file of settings that is wrong is named in one line, and all that was opened is closed", async () => {
  const service = start({ SMALL_FAILS: "settings" });
  expect(await service.ended).toMatchObject({
    code: 78,
    errors: "small-service: keys.json: it is not JSON\n",
  });
  expect(service.lines.map(({ msg }) => msg)).not.toContain("cannot go on");
  expect(service.lines.at(-1)).toMatchObject({ msg: "first closed" });
}, 180_000);

test.concurrent("a service that waits for a broker that is not there can be stopped", async () => {
  const service = start({ TALANOA_NATS_URL: "nats://127.0.0.1:1" });
  const line = await service.said("the broker is away or back");
  expect(line).toMatchObject({ available: false, err: { message: expect.any(String) } });
  service.child.kill("SIGTERM");
  const { code, signal } = await service.ended;
  expect({ code, signal }).toEqual({ code: 0, signal: null });
}, 180_000);

test.concurrent("a loop that fails ends the service with status 1 and its reason in the log", async () => {
  const service = start({ SMALL_FAILS: "loop" });
  expect((await service.ended).code).toBe(1);
  const line = service.lines.find(({ msg }) => msg === "cannot go on");
  expect(line).toMatchObject({
    err: { message: "the loop broke", cause: { message: "its cause" } },
  });
  expect(service.lines.some(({ msg }) => msg === "first closed")).toBe(true);
}, 180_000);

test.concurrent("an error that nobody caught ends the service with status 1", async () => {
  const service = start({ SMALL_FAILS: "unhandled" });
  expect((await service.ended).code).toBe(1);
  expect(service.lines.some(({ msg }) => msg === "cannot go on")).toBe(true);
}, 180_000);

test.concurrent("a start that fails ends the service with status 1", async () => {
  const service = start({ SMALL_FAILS: "start" });
  expect((await service.ended).code).toBe(1);
  const line = service.lines.find(({ msg }) => msg === "cannot go on");
  expect(line).toMatchObject({ err: { message: "it can not start" } });
}, 180_000);

test.concurrent("a connection to the broker that is closed for good ends the service with status 1", async () => {
  const service = start({ SMALL_FAILS: "connection" });
  expect((await service.ended).code).toBe(1);
  expect(service.lines.some(({ msg }) => msg === "cannot go on")).toBe(true);
}, 180_000);

test.concurrent("a log line has its service and time, and neither tokens nor texts", async () => {
  const service = start({});
  const line = await service.said("a careless line");
  expect(line).toMatchObject({ service: "small-service", count: 3, token: "[left out]" });
  expect(String(line["time"])).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  expect(JSON.stringify(line)).not.toContain("hunter2");
  service.child.kill("SIGTERM");
  await service.ended;
}, 180_000);

const register = ["--import", join(import.meta.dirname, "telemetry", "register.ts")];

test.concurrent("a collector that does not answer holds up no service that ends", async () => {
  const mute = createMute().listen(0, "127.0.0.1");
  await once(mute, "listening");
  const { port } = mute.address() as AddressInfo;
  const service = start(
    { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, NO_PROXY: "127.0.0.1" },
    register,
  );
  await service.said("serving");
  service.child.kill("SIGTERM");
  await service.said("stopped");
  expect(await service.ended).toEqual({ code: 0, signal: null, errors: "" });
  mute.close();
}, 180_000);

test.concurrent("with an OTLP address the service sends its spans and metrics there, and without none", async () => {
  const paths = new Map<string, string>();
  const collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      paths.set(path, (paths.get(path) ?? "") + Buffer.concat(chunks).toString());
      response.setHeader("content-type", "application/json").end("{}");
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  const { port } = collector.address() as AddressInfo;
  try {
    const service = start(
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
        OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
        OTEL_METRICS_EXPORTER: "otlp",
        OTEL_SERVICE_NAME: "small-service",
        NO_PROXY: "127.0.0.1",
      },
      register,
    );
    const { trace_id: traceId } = await service.said("in a span");
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    service.child.kill("SIGTERM");
    expect((await service.ended).code).toBe(0);
    const traces = paths.get("/v1/traces") ?? "";
    // The second span went over headers, as over the bus: it is of the same trace.
    for (const name of ["first step", "second step"]) expect(traces).toContain(`"${name}"`);
    expect(new Set(traces.match(/"traceId":"[0-9a-f]+"/g))).toEqual(
      new Set([`"traceId":"${String(traceId)}"`]),
    );
    expect(paths.get("/v1/metrics") ?? "").toContain("small_count");
  } finally {
    await new Promise((resolve) => collector.close(resolve));
  }
  const silent = start({}, register);
  expect((await silent.said("in a span"))["trace_id"]).toBeUndefined();
  silent.child.kill("SIGTERM");
  await silent.ended;
}, 300_000);

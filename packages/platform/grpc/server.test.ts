import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, credentials, Metadata, status, type ServiceError } from "@grpc/grpc-js";
import {
  BadRequest,
  ErrorStatus,
  FeedService,
  IntakeService,
  NoticeRef,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init, Method } from "@talanoa/contract/message-type.ts";
import { service as healthService } from "grpc-health-check";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import type { Caller } from "../auth/tokens.ts";
import { HubError } from "../errors.ts";
import { type Answered, streaming, unary } from "./call.ts";
import { type GrpcServer, type GrpcServerOptions, openGrpcServer } from "./server.ts";

const fiji: Caller = {
  participant: "FJ",
  principal: "fj-liaison",
  roles: ["liaison"],
  office: "Suva",
  expiresAt: Date.now() + 60_000,
};
let closing = new AsyncDisposableStack();
afterEach(async () => {
  await closing.disposeAsync();
  closing = new AsyncDisposableStack();
});

async function serve(
  methods: readonly Answered[],
  options: Partial<GrpcServerOptions> = {},
): Promise<GrpcServer> {
  const server = await openGrpcServer({
    listen: "127.0.0.1:0",
    methods,
    log: pino({ level: "silent" }),
    async verifyToken(token) {
      if (token !== "good") throw new HubError("unauthenticated", "the token is not valid");
      return fiji;
    },
    ...options,
  });
  closing.defer(() => server.stop(200));
  return server;
}

function openStream(client: Client) {
  const { path, requestSerialize, responseDeserialize } = IntakeService.publishStream;
  return client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, bearer("good"));
}

function clientOf(server: GrpcServer, trust = credentials.createInsecure()): Client {
  const client = new Client(`localhost:${server.port}`, trust);
  closing.defer(() => client.close());
  return client;
}

function bearer(token: string | undefined): Metadata {
  const metadata = new Metadata();
  if (token !== undefined) metadata.set("authorization", `Bearer ${token}`);
  return metadata;
}

function call<Request, Response>(
  client: Client,
  method: Method<Request, Response>,
  request: Init<Request> | Buffer,
  {
    token = "good",
    deadline = 5_000,
    signal,
  }: { token?: string; deadline?: number; signal?: AbortSignal } = {},
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const running = client.makeUnaryRequest(
      method.path,
      (value: Init<Request> | Buffer) =>
        Buffer.isBuffer(value) ? value : method.requestSerialize(value),
      method.responseDeserialize,
      request,
      bearer(token),
      { deadline: Date.now() + deadline },
      (error, response) => (error ? reject(error) : resolve(response as Response)),
    );
    signal?.addEventListener("abort", () => running.cancel());
  });
}

async function refusal(promise: Promise<unknown>): Promise<ServiceError> {
  return promise.then(
    () => {
      throw new Error("it was answered");
    },
    (error: ServiceError) => error,
  );
}

const notice = { origin: "FJ", id: "n1", version: 1 };
const { getNotice } = FeedService;

test("a call is answered with its request and its caller at hand", async () => {
  const seen: unknown[] = [];
  const server = await serve([
    unary(getNotice, async (request, { caller, peer }) => {
      seen.push(request.notice?.id, caller, peer);
      return {};
    }),
  ]);
  await call(clientOf(server), getNotice, { notice });
  expect(seen).toEqual(["n1", fiji, expect.stringMatching(/^(127\.0\.0\.1|\[?::)/)]);
});

test("without a valid token no handler runs, and the service is told of it", async () => {
  const told: string[] = [];
  let ran = false;
  const server = await serve(
    [
      unary(getNotice, async () => {
        ran = true;
        return {};
      }),
    ],
    { onUnauthenticated: (_, method) => told.push(method) },
  );
  const client = clientOf(server);
  for (const token of [undefined, "bad"]) {
    expect((await refusal(call(client, getNotice, { notice }, { token: token ?? "" }))).code).toBe(
      status.UNAUTHENTICATED,
    );
  }
  expect(ran).toBe(false);
  expect(told).toEqual([getNotice.path, getNotice.path]);
});

test("the request of who has no valid token is not even read", async () => {
  let read = 0;
  const counted = {
    ...getNotice,
    requestDeserialize: (bytes: Buffer) => {
      read += 1;
      return getNotice.requestDeserialize(bytes);
    },
  };
  const server = await serve([unary(counted, async () => ({}))]);
  const client = clientOf(server);
  expect((await refusal(call(client, getNotice, { notice }, { token: "bad" }))).code).toBe(
    status.UNAUTHENTICATED,
  );
  expect(read).toBe(0);
  await call(client, getNotice, { notice });
  expect(read).toBe(1);
});

test("what the hub does not know of a request goes no further", async () => {
  const said = Promise.withResolvers<Uint8Array>();
  const server = await serve([
    unary(getNotice, async ({ notice: its }) => {
      said.resolve(NoticeRef.encode(its ?? {}));
      return {};
    }),
  ]);
  const planted = Buffer.from([0xfa, 0x7f, 4, ...Buffer.from("Name")]);
  const named = NoticeRef.decode(Buffer.concat([NoticeRef.encode(notice), planted]));
  expect(Buffer.from(NoticeRef.encode(named)).includes("Name")).toBe(true);
  await call(clientOf(server), getNotice, { notice: named });
  expect(Buffer.from(await said.promise)).toEqual(Buffer.from(NoticeRef.encode(notice)));
});

test("health is watched of the whole server alone", async () => {
  const server = await serve([unary(getNotice, async () => ({}))]);
  const client = clientOf(server);
  const { path, requestSerialize, responseDeserialize } = healthService["Watch"]!;
  const watch = (service: string) =>
    client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize as (bytes: Buffer) => { status: string },
      { service },
    );
  const seen: string[] = [];
  const whole = watch("");
  whole.on("data", (answer: { status: string }) => seen.push(answer.status));
  whole.on("error", () => {});
  await expect.poll(() => seen).toEqual(["NOT_SERVING"]);
  server.serving();
  await expect.poll(() => seen).toEqual(["NOT_SERVING", "SERVING"]);
  whole.cancel();
  // An answer, and the end: there is nothing to keep.
  expect(await watch("another").toArray()).toEqual([{ status: "SERVICE_UNKNOWN" }]);
});

test("a refusal names its code, its text and each field", async () => {
  const violation = {
    field: "goods[0].hs_heading",
    rule: "hs-heading-format",
    description: "Four digits.",
  };
  const server = await serve([
    unary(getNotice, async () => {
      throw new HubError("invalid-argument", "goods[0].hs_heading: Four digits.", {
        violations: [violation],
      });
    }),
  ]);
  const error = await refusal(call(clientOf(server), getNotice, { notice }));
  expect(error.code).toBe(status.INVALID_ARGUMENT);
  expect(error.details).toBe("goods[0].hs_heading: Four digits.");
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  const { code, details } = ErrorStatus.decode(bytes as Buffer);
  expect(code).toBe(status.INVALID_ARGUMENT);
  expect(BadRequest.decode(details[0]?.value ?? new Uint8Array()).fieldViolations).toMatchObject([
    { field: violation.field, reason: violation.rule, description: violation.description },
  ]);
});

test("a refusal with very many faults names the first ones, as many as any client takes", async () => {
  const violations = Array.from({ length: 100 }, (_, i) => ({
    field: `goods[${i}].hs_heading`,
    rule: "hs-heading-format",
    description: "Write two, four or six digits of the Harmonized System, in quotes.",
  }));
  const server = await serve([
    unary(getNotice, async () => {
      throw new HubError("invalid-argument", "goods[0].hs_heading: wrong", { violations });
    }),
  ]);
  const error = await refusal(call(clientOf(server), getNotice, { notice }));
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  expect((bytes as Buffer).length).toBeLessThan(5_000);
  const { details } = ErrorStatus.decode(bytes as Buffer);
  const { fieldViolations } = BadRequest.decode(details[0]?.value ?? new Uint8Array());
  expect(fieldViolations.length).toBeGreaterThan(20);
  expect(fieldViolations[0]?.field).toBe("goods[0].hs_heading");
});

test("a fault of the hub's own tells the caller nothing of its cause", async () => {
  const server = await serve([
    unary(getNotice, async () => {
      throw new Error("secret of the database");
    }),
  ]);
  const error = await refusal(call(clientOf(server), getNotice, { notice }));
  expect(error.code).toBe(status.INTERNAL);
  expect(error.message).not.toContain("secret");
});

test("bytes that are not the request are an invalid argument", async () => {
  const server = await serve([unary(getNotice, async () => ({}))]);
  const error = await refusal(call(clientOf(server), getNotice, Buffer.from([0xff, 0xff, 0xff])));
  expect(error.code).toBe(status.INVALID_ARGUMENT);
});

test("a request over the size limit is refused", async () => {
  const server = await serve([unary(IntakeService.publish, async () => ({}))], {
    maxRequest: 10_000,
  });
  const request = { notice: { header: new Uint8Array(20_000) } };
  const error = await refusal(call(clientOf(server), IntakeService.publish, request));
  expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
});

test("a handler hears at once that its caller is gone, by cancelling or by its deadline", async () => {
  const ended: unknown[] = [];
  const begun = Promise.withResolvers<void>();
  const server = await serve([
    unary(getNotice, async (_, { signal }) => {
      begun.resolve();
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      ended.push((signal.reason as HubError).code);
      return {};
    }),
  ]);
  const client = clientOf(server);
  const abort = new AbortController();
  const cancelled = refusal(call(client, getNotice, { notice }, { signal: abort.signal }));
  await begun.promise;
  abort.abort();
  expect((await cancelled).code).toBe(status.CANCELLED);
  const late = await refusal(call(client, getNotice, { notice }, { deadline: 1_000 }));
  expect(late.code).toBe(status.DEADLINE_EXCEEDED);
  await expect.poll(() => ended, { timeout: 60_000 }).toEqual(["cancelled", "cancelled"]);
});

test("a stream hands on requests and answers as they come, and ends with the handler", async () => {
  const server = await serve([
    streaming(IntakeService.publishStream, async (requests, { write }) => {
      for await (const { notice: sent } of requests) {
        if (sent?.keyId === "bad") throw new HubError("failed-precondition", "not this one");
        await write({ refusal: { code: 3, message: sent?.keyId ?? "" } });
      }
    }),
  ]);
  const client = clientOf(server);
  const open = () => openStream(client);
  const first = open();
  const answers: string[] = [];
  first.on("data", (answer) => answers.push(answer.refusal?.message ?? ""));
  for (let i = 0; i < 500; i++) first.write({ notice: { keyId: `k${i}` } });
  first.end();
  await new Promise((resolve) => first.on("end", resolve));
  expect(answers).toEqual(Array.from({ length: 500 }, (_, i) => `k${i}`));

  const second = open();
  const failed = new Promise<ServiceError>((resolve) => second.on("error", resolve));
  second.on("data", () => {});
  second.write({ notice: { keyId: "bad" } });
  expect((await failed).code).toBe(status.FAILED_PRECONDITION);
});

test("the status that ends a stream comes after all that was written, and gets through", async () => {
  const server = await serve([
    streaming(IntakeService.publishStream, async (requests, { write }) => {
      // The iteration under way sees the end too.
      void requests[Symbol.asyncIterator]()
        .next()
        .catch(() => {});
      // More than goes out at once, and less than a writer is made to wait for.
      const message = "x".repeat(500_000);
      for (let i = 0; i < 10; i++) await write({ refusal: { message } });
      throw new HubError("failed-precondition", "no more");
    }),
  ]);
  const stream = openStream(clientOf(server));
  let answers = 0;
  stream.on("data", () => (answers += 1));
  const error = await new Promise<ServiceError>((resolve) => stream.on("error", resolve));
  expect(error.code).toBe(status.FAILED_PRECONDITION);
  expect(answers).toBe(10);
});

test("a stream does not run ahead of a caller that does not read", async () => {
  let written = 0;
  const done = Promise.withResolvers<unknown>();
  const server = await serve([
    streaming(IntakeService.publishStream, async (_, { write }) => {
      try {
        for (;;) {
          await write({ refusal: { message: "x".repeat(10_000) } });
          written += 1;
        }
      } catch (error) {
        done.resolve(error);
        throw error;
      }
    }),
  ]);
  const stream = openStream(clientOf(server));
  stream.on("error", () => {});
  // A client of grpc-js holds the server back only once it has begun to read.
  stream.once("data", () => stream.pause());
  await expect.poll(() => written).toBeGreaterThan(0);
  let before;
  do {
    before = written;
    await sleep(300);
  } while (written > before);
  expect(written).toBeLessThan(500);
  stream.cancel();
  expect(await done.promise).toMatchObject({ code: "cancelled" });
});

test("a service that stops says so, ends its streams and finishes what is under way", async () => {
  const begun = Promise.withResolvers<void>();
  const streamBegun = Promise.withResolvers<void>();
  const server = await serve([
    unary(getNotice, async () => {
      begun.resolve();
      await sleep(300);
      return {};
    }),
    streaming(IntakeService.publishStream, async (_, { stopping }) => {
      streamBegun.resolve();
      await new Promise((resolve) => stopping.addEventListener("abort", resolve));
      throw stopping.reason;
    }),
  ]);
  const client = clientOf(server);
  const health = healthService["Check"]!;
  const check = (): Promise<{ status: string }> =>
    new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        health.path,
        health.requestSerialize,
        health.responseDeserialize as (bytes: Buffer) => { status: string },
        { service: "" },
        (error, response) => (error ? reject(error) : resolve(response!)),
      );
    });
  expect((await check()).status).toBe("NOT_SERVING");
  server.serving();
  expect((await check()).status).toBe("SERVING");

  const stream = openStream(client);
  const ended = new Promise<ServiceError>((resolve) => stream.on("error", resolve));
  stream.on("data", () => {});
  const slow = call(client, getNotice, { notice });
  await Promise.all([begun.promise, streamBegun.promise]);
  const start = performance.now();
  await server.stop(60_000);
  expect(performance.now() - start).toBeLessThan(30_000);
  await slow;
  expect((await ended).code).toBe(status.UNAVAILABLE);
});

test("without TLS only loopback is served", async () => {
  const methods = [unary(getNotice, async () => ({}))];
  await expect(serve(methods, { listen: "0.0.0.0:0" })).rejects.toMatchObject({
    code: "failed-precondition",
    message: expect.stringContaining("TLS"),
  });
});

test("a port that is taken is named", async () => {
  const methods = [unary(getNotice, async () => ({}))];
  const server = await serve(methods);
  await expect(serve(methods, { listen: `127.0.0.1:${server.port}` })).rejects.toMatchObject({
    code: "failed-precondition",
    message: expect.stringContaining(String(server.port)),
  });
});

const openssl = (() => {
  try {
    execFileSync("openssl", ["version"]);
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!openssl)(
  "with TLS a client needs a certificate of the authority named for clients",
  async () => {
    const dir = mkdtempSync(join(tmpdir(), "talanoa-tls-"));
    closing.defer(() => rmSync(dir, { recursive: true }));
    const run = (args: string): void =>
      void execFileSync("openssl", args.split(" "), { cwd: dir, stdio: "ignore" });
    const ec = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    // Another authority may have the same name.
    for (const authority of ["ca", "other"])
      run(`req -x509 ${ec} -keyout ${authority}.key -out ${authority}.pem -subj /CN=ca -days 2`);
    for (const [name, authority] of [
      ["server", "ca"],
      ["client", "ca"],
      ["stranger", "other"],
    ]) {
      run(
        `req ${ec} -keyout ${name}.key -out ${name}.csr -subj /CN=${name} -addext subjectAltName=DNS:localhost`,
      );
      run(
        `x509 -req -in ${name}.csr -CA ${authority}.pem -CAkey ${authority}.key -CAcreateserial -out ${name}.pem -days 2 -copy_extensions copy`,
      );
    }
    const file = (name: string): Buffer => readFileSync(join(dir, name));
    const tls = {
      certificate: file("server.pem"),
      key: file("server.key"),
      clientAuthority: file("ca.pem"),
    };
    const server = await serve([unary(getNotice, async () => ({}))], {
      listen: "127.0.0.1:0",
      tls,
    });
    const known = credentials.createSsl(file("ca.pem"), file("client.key"), file("client.pem"));
    await call(clientOf(server, known), getNotice, { notice });
    const unknown = credentials.createSsl(file("ca.pem"));
    const stranger = credentials.createSsl(
      file("ca.pem"),
      file("stranger.key"),
      file("stranger.pem"),
    );
    for (const trust of [unknown, stranger]) {
      const error = await refusal(call(clientOf(server, trust), getNotice, { notice }));
      expect(error.code).toBe(status.UNAVAILABLE);
    }
  },
);

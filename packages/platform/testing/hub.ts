import { EventEmitter } from "node:events";
import { createHash, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  Client,
  type ClientDuplexStream,
  credentials,
  Metadata,
  type ServiceError,
} from "@grpc/grpc-js";
import {
  BadRequest,
  DirectoryEntry,
  ErrorStatus,
  type FieldViolation,
  Record,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init, Method } from "@talanoa/contract/message-type.ts";
import { recordBytes, recordHeader } from "../bus/record-header.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { type NatsServer, startNats } from "@talanoa/devstack/nats-server.ts";
import { entryName } from "@talanoa/sharing/directory/entry.ts";
import { SignJWT } from "jose";
import { type Committer, openCommitter } from "../bus/committer.ts";
import { type Bus, openBus } from "../bus/connection.ts";
import { ensureExchangeStream } from "../bus/exchange-stream.ts";
import { readFrom } from "../bus/read-from.ts";
import { readMessage } from "../bus/standing.ts";
import type { StoredMessage } from "../bus/stored-message.ts";
import type { Role } from "../auth/tokens.ts";
import type { ServiceSettings } from "../config.ts";
import { runService, type Service } from "../run-service.ts";

/** A real broker with the stream, a token issuer, and services run in this process, for tests. */
export interface TestHub extends AsyncDisposable {
  readonly nats: NatsServer;
  readonly bus: Bus;
  readonly committer: Committer;
  readonly folder: string;
  /** What every service is told but where to listen. */
  readonly environment: { readonly [name: string]: string };
  /** Kills the broker, or starts it again on the same port and data. */
  killNats(): Promise<void>;
  restartNats(): Promise<void>;
  token(who: TokenOf): Promise<string>;
  /** Puts directory entries straight into the stream; the sequence of the last. */
  put(...entries: Init<DirectoryEntry>[]): Promise<number>;
  /** All that stands on a subject, which may have wildcards, in the stream's order. */
  stored(filter: string): Promise<StoredMessage[]>;
  /** Runs a service as its main.ts does; resolves when it answers. */
  run<Settings extends ServiceSettings>(
    service: Service<Settings>,
    env?: { [name: string]: string },
  ): Promise<ServedService>;
}

export interface TokenOf {
  readonly participant: string;
  readonly principal: string;
  readonly roles: readonly Role[];
  /** Seconds from now; an hour unless given. */
  readonly expiresIn?: number;
}

export interface ServedService extends AsyncDisposable {
  readonly address: string;
  /** As SIGTERM does; resolves when the service has ended. */
  stop(): Promise<void>;
  call<Request, Response>(
    method: Method<Request, Response>,
    request: Init<Request>,
    token: string,
    deadline?: number,
  ): Promise<Response>;
  open<Request, Response>(
    method: Method<Request, Response>,
    token: string,
  ): ClientDuplexStream<Init<Request>, Response>;
}

export interface TestHubOptions {
  readonly maxBytes?: number;
}

export async function openTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "talanoa-hub-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const binary = await findNatsServer({ report() {} });
  const dir = join(folder, "nats");
  let nats = await startNats({ dir, binary });
  opened.defer(() => nats.stop());
  const bus = opened.use(await openBus({ servers: [nats.url], name: "test" }));
  const maxBytes = options.maxBytes ?? 1024 ** 3;
  await ensureExchangeStream(bus, { maxBytes, replicas: 1 });
  const committer = opened.use(openCommitter(bus));
  const issuer = generateKeyPairSync("ed25519").privateKey;
  const jwksFile = join(folder, "jwks.json");
  await writeFile(jwksFile, jwks(issuer));
  const environment = {
    TALANOA_NATS_URL: nats.url,
    TALANOA_JWKS_FILE: jwksFile,
    TALANOA_STREAM_MAX_BYTES: String(maxBytes),
    // Properties ask faster than people.
    TALANOA_CALLS_PER_SECOND: "100000",
    TALANOA_CALLS_BURST: "100000",
    LOG_LEVEL: "fatal",
  };
  const closing = opened.move();

  return {
    get nats() {
      return nats;
    },
    bus,
    committer,
    folder,
    environment,
    async killNats() {
      await nats.kill("SIGKILL");
    },
    async restartNats() {
      nats = await startNats({ dir, binary, port: nats.port });
      await until(async () => bus.available());
    },
    token: (who) => mint(issuer, who),
    async put(...entries) {
      let last = 0;
      for (const entry of entries) {
        const payload = DirectoryEntry.encode(entry);
        const name = entryName(DirectoryEntry.decode(payload))!;
        const nonce = randomBytes(16);
        const digest = createHash("sha256").update(payload).digest();
        const facts = { directoryChanged: { ...name, digest, reason: "test" } };
        const message = {
          subject: subjects.directory(name.type, name.id),
          payload,
          headers: recordHeader({ nonce, at: Date.now(), participant: "OCO", facts }),
          messageId: nonce.toString("hex"),
        };
        last = (await committer.commit([message])).firstSequence;
      }
      return last;
    },
    async stored(filter) {
      const last = await readMessage(bus, EXCHANGE, { last_by_subj: filter });
      if (!last) return [];
      const messages: StoredMessage[] = [];
      const { signal } = new AbortController();
      for await (const read of readFrom(bus, { filters: [filter], startSequence: 1, signal })) {
        messages.push(...read.filter(({ sequence }) => sequence <= last.sequence));
        if (read.at(-1)!.sequence >= last.sequence) break;
      }
      return messages;
    },
    run: (service, env = {}) => serve(service, { ...environment, ...env }),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

/** The record that a message carries. */
export function recordOf(message: StoredMessage): Record {
  return Record.decode(recordBytes(message.header(RECORD_HEADER)));
}

async function serve<Settings extends ServiceSettings>(
  service: Service<Settings>,
  env: { [name: string]: string },
): Promise<ServedService> {
  const address = `127.0.0.1:${await freePort()}`;
  // The part of a process that runService uses: the test's own must not be ended.
  const process = Object.assign(new EventEmitter(), {
    env: { ...env, TALANOA_LISTEN: address },
    stderr: globalThis.process.stderr,
    pid: -1,
    kill: () => true,
    exitCode: 0,
  });
  let over = false;
  const running = runService(service, process as unknown as NodeJS.Process).finally(() => {
    over = true;
  });
  const client = new Client(address, credentials.createInsecure(), {
    "grpc.initial_reconnect_backoff_ms": 50,
    "grpc.max_reconnect_backoff_ms": 200,
    "grpc.max_receive_message_length": -1,
  });
  await new Promise<void>((resolve, reject) => {
    client.waitForReady(Date.now() + 60_000, (error) => (error ? reject(error) : resolve()));
  });
  if (over) throw new Error(`${service.name} ended while it started`);
  const stop = async (): Promise<void> => {
    process.emit("SIGTERM");
    await running;
  };
  return {
    address,
    stop,
    call: (method, request, token, deadline = 60_000) =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          method.path,
          method.requestSerialize,
          method.responseDeserialize,
          request,
          authorized(token),
          { deadline: Date.now() + deadline },
          (error: ServiceError | null, response) => (error ? reject(error) : resolve(response!)),
        );
      }),
    open: (method, token) =>
      client.makeBidiStreamRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        authorized(token),
      ),
    async [Symbol.asyncDispose]() {
      client.close();
      await stop();
    },
  };
}

function authorized(token: string): Metadata {
  const metadata = new Metadata();
  metadata.set("authorization", `Bearer ${token}`);
  return metadata;
}

function jwks(issuer: KeyObject): string {
  const { x } = issuer.export({ format: "jwk" });
  return JSON.stringify({ keys: [{ kty: "OKP", crv: "Ed25519", x, kid: "k1", alg: "EdDSA" }] });
}

function mint(
  issuer: KeyObject,
  { participant, principal, roles, expiresIn = 3_600 }: TokenOf,
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ participant, roles: [...roles], office: "test" })
    .setProtectedHeader({ alg: "EdDSA", kid: "k1" })
    .setIssuer("talanoa-embedded")
    .setAudience("talanoa")
    .setSubject(principal)
    .setIssuedAt(now)
    .setExpirationTime(now + expiresIn)
    .sign(issuer);
}

/** How a call was refused. */
export interface CallRefusal {
  /** The gRPC status number. */
  readonly code: number;
  readonly message: string;
  readonly violations: readonly FieldViolation[];
}

/** The refusal of a call that must fail. */
export async function refusalOf(call: Promise<unknown>): Promise<CallRefusal> {
  const error = await call.then(
    () => {
      throw new Error("the call was not refused");
    },
    (thrown: unknown) => thrown as ServiceError,
  );
  const [details] = error.metadata?.get("grpc-status-details-bin") ?? [];
  const violations = (details ? ErrorStatus.decode(details as Buffer).details : []).flatMap(
    ({ value }) => BadRequest.decode(value).fieldViolations,
  );
  return { code: error.code, message: error.details ?? error.message, violations };
}

/** Waits until something holds, looking often; rejects when it does not within the time, in ms. */
export async function until<T>(
  look: () => Promise<T | false | null | undefined>,
  within = 60_000,
): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error("it did not come true in time");
    await sleep(20);
  }
}

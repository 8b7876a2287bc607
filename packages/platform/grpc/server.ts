import { isLoopback } from "../loopback.ts";
import nodeTls from "node:tls";
import { Server, ServerCredentials, type ServiceDefinition } from "@grpc/grpc-js";
import type { Logger } from "pino";
import type { VerifyToken } from "../auth/tokens.ts";
import { HubError } from "../errors.ts";
import type { Answered } from "./call.ts";
import { dispatchStreaming, dispatchUnary, type Dispatch } from "./dispatch.ts";
import { widenServerWindows } from "./flow-window.ts";
import { addHealth } from "./health.ts";
import { addReflection } from "./reflection.ts";

/** Certificates, PEM; TLS 1.3 is spoken, by this process as a client too. With an authority for clients, a client needs a certificate of it. */
export interface ServerTls {
  readonly certificate: Buffer;
  readonly key: Buffer;
  readonly clientAuthority?: Buffer;
}

export interface GrpcServerOptions {
  /** `host:port`. Without TLS only a loopback address is taken. */
  readonly listen: string;
  readonly tls?: ServerTls | undefined;
  readonly methods: readonly Answered[];
  readonly verifyToken: VerifyToken;
  readonly log: Logger;
  /** The largest request, in bytes; 1 MiB unless given. */
  readonly maxRequest?: number;
  readonly onUnauthenticated?: Dispatch["onUnauthenticated"];
  readonly onDenied?: Dispatch["onDenied"];
  readonly onMalformed?: Dispatch["onMalformed"];
}

/** A gRPC server with health and reflection. Disposing is `stop`. */
export interface GrpcServer extends AsyncDisposable {
  readonly port: number;
  /** Health says SERVING from here on. */
  serving(): void;
  /** Health says NOT_SERVING; no new calls; those under way may end within the time, in milliseconds. */
  stop(within?: number): Promise<void>;
}

/** Opens a server; its health says NOT_SERVING until `serving`. */
export async function openGrpcServer(options: GrpcServerOptions): Promise<GrpcServer> {
  widenServerWindows();
  const server = new Server({
    "grpc.max_receive_message_length": options.maxRequest ?? 1024 * 1024,
    "grpc.max_send_message_length": -1,
    // A peer that died without a word is noticed, also behind a satellite link.
    "grpc.keepalive_time_ms": 20_000,
    "grpc.keepalive_timeout_ms": 20_000,
    "grpc.max_concurrent_streams": 1_000,
  });
  const stopping = new AbortController();
  const dispatch: Dispatch = { ...options, stopping: stopping.signal };
  const definition: { [name: string]: ServiceDefinition[string] } = {};
  const handlers: { [name: string]: never } = {};
  for (const answered of options.methods) {
    const { method } = answered;
    const { path } = method;
    definition[path] = { ...method, requestDeserialize: (bytes: Buffer) => bytes };
    handlers[path] = (
      "unary" in answered
        ? dispatchUnary(method, answered.unary, dispatch)
        : dispatchStreaming(method, answered.streaming, dispatch)
    ) as never;
  }
  server.addService(definition, handlers);
  const health = addHealth(server);
  addReflection(server, options.methods);
  const port = await bind(server, options);

  let stopped: Promise<void> | undefined;
  async function stop(within = 5_000): Promise<void> {
    health.set("NOT_SERVING");
    stopping.abort(new HubError("unavailable", "the service is stopping"));
    const drained = Promise.withResolvers<void>();
    server.tryShutdown(() => drained.resolve());
    const enough = setTimeout(() => server.forceShutdown(), within);
    await drained.promise;
    clearTimeout(enough);
  }
  return {
    port,
    serving: () => health.set("SERVING"),
    stop: (within) => (stopped ??= stop(within)),
    [Symbol.asyncDispose]: () => (stopped ??= stop()),
  };
}

async function bind(server: Server, { listen, tls }: GrpcServerOptions): Promise<number> {
  if (!tls && !isLoopback(listen)) {
    throw new HubError(
      "failed-precondition",
      `${listen} is not a loopback address: a service that others reach needs TLS`,
    );
  }
  // grpc-js has no setting for it.
  if (tls) nodeTls.DEFAULT_MIN_VERSION = "TLSv1.3";
  const credentials = tls
    ? ServerCredentials.createSsl(
        tls.clientAuthority ?? null,
        [{ cert_chain: tls.certificate, private_key: tls.key }],
        tls.clientAuthority !== undefined,
      )
    : ServerCredentials.createInsecure();
  return new Promise((resolve, reject) => {
    server.bindAsync(listen, credentials, (error, port) => {
      if (!error) return resolve(port);
      reject(new HubError("failed-precondition", `cannot listen on ${listen}`, { cause: error }));
    });
  });
}

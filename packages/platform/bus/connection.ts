import { setTimeout as sleep } from "node:timers/promises";
import { connect, createInbox } from "@nats-io/transport-node";
import type { ConnectionOptions, Msg, MsgHdrs, NatsConnection } from "@nats-io/transport-node";
import { JETSTREAM_API } from "@talanoa/contract/broker-rights.ts";
import { HubError } from "../errors.ts";
import type { HeaderBlock } from "./header-lines.ts";

export interface BusOptions {
  /** `host:port` of each server. */
  servers: readonly string[];
  /** The client's name as the server shows it: the service's. */
  name: string;
  /** How long one request may take, in milliseconds; 4,000 unless given. */
  requestTimeout?: number;
  /** Credentials and TLS, as the NATS client takes them. */
  security?: Pick<
    ConnectionOptions,
    "user" | "pass" | "token" | "authenticator" | "tls" | "inboxPrefix"
  >;
  /** The prefix of JetStream's API; that of the account itself unless given. */
  api?: string;
  /** Stops the wait for the first connection. */
  signal?: AbortSignal;
  /** Told when the connection is lost, when it is back, and when the first one fails, with the reason. */
  onChange?: (available: boolean, cause?: unknown) => void;
}

/**
 * The connection to the broker, with a gate: nothing is published into a lost connection. (The client would
 * buffer without bound, and lose the buffer when it reconnects.)
 */
export interface Bus extends AsyncDisposable {
  readonly connection: NatsConnection;
  /** The prefix of JetStream's API, as this connection has it. */
  readonly api: string;
  /** The largest message that the server takes, headers included, in bytes. */
  readonly maxMessageBytes: number;
  available(): boolean;
  /** A subject of its own for answers to this connection. */
  inbox(): string;
  /** Resolves once the connection stands; rejects when it is closed or the signal aborts. */
  whenAvailable(signal?: AbortSignal): Promise<void>;
  /** Calls `listener` whenever a lost connection is back, until the returned function is called. */
  onReconnect(listener: () => void): () => void;
  /**
   * Sends a request and waits for its one answer. `unavailable` at once when there is no connection, when the
   * connection is lost meanwhile, and when the answer does not come in time: then the outcome is unknown.
   */
  request(subject: string, payload: Uint8Array | string, options?: RequestOptions): Promise<Msg>;
  /** Sends without an answer; `unavailable` when there is no connection. */
  publish(subject: string, payload: Uint8Array, headers?: HeaderBlock): void;
}

export interface RequestOptions {
  headers?: HeaderBlock;
  /** Milliseconds. */
  timeout?: number;
}

/** Connects, and waits for the first connection as long as it takes (or until the signal aborts). */
export async function openBus(options: BusOptions): Promise<Bus> {
  const connection = await firstConnection(options);
  const requestTimeout = options.requestTimeout ?? 4_000;
  const pending = new Set<(error: Error) => void>();
  const waiting = new Set<() => void>();
  const reconnectListeners = new Set<() => void>();
  let up = true;
  let closing = false;

  const watching = watch(connection, (available) => {
    if (up === available) return;
    up = available;
    // The client itself lets requests on a lost connection run into their timeout.
    if (!available) for (const fail of pending) fail(lost());
    else for (const go of [...waiting, ...reconnectListeners]) go();
    options.onChange?.(available);
  });
  const closed = async (): Promise<void> => {
    await connection.closed();
    closing = true;
    for (const fail of pending) fail(lost());
    for (const go of waiting) go();
  };
  void closed();

  const bus: Bus = {
    connection,
    api: options.api ?? JETSTREAM_API,
    get maxMessageBytes() {
      return connection.info?.max_payload ?? 1024 * 1024;
    },
    available: () => up && !closing,
    inbox: () => createInbox(options.security?.inboxPrefix),
    async whenAvailable(signal) {
      while (!bus.available()) {
        if (closing) throw new HubError("unavailable", "the connection to the broker is closed");
        signal?.throwIfAborted();
        const change = Promise.withResolvers<void>();
        const go = (): void => change.resolve();
        waiting.add(go);
        signal?.addEventListener("abort", go);
        await change.promise;
        signal?.removeEventListener("abort", go);
        waiting.delete(go);
      }
    },
    onReconnect(listener) {
      reconnectListeners.add(listener);
      return () => reconnectListeners.delete(listener);
    },
    async request(subject, payload, { headers, timeout = requestTimeout } = {}) {
      if (!bus.available()) throw lost();
      const interrupted = Promise.withResolvers<never>();
      pending.add(interrupted.reject);
      try {
        const answer = connection.request(subject, payload, { timeout, ...carry(headers) });
        return await Promise.race([answer, interrupted.promise]);
      } catch (error) {
        if (error instanceof HubError) throw error;
        throw new HubError("unavailable", "the broker did not answer", { cause: error });
      } finally {
        pending.delete(interrupted.reject);
      }
    },
    publish(subject, payload, headers) {
      if (!bus.available()) throw lost();
      connection.publish(subject, payload, carry(headers));
    },
    async [Symbol.asyncDispose]() {
      closing = true;
      // A drain never ends while there is no connection: then there is nothing to drain either.
      if (up)
        await Promise.race([
          connection.drain().catch(() => {}),
          sleep(2_000, undefined, { ref: false }),
        ]);
      await connection.close();
      await watching;
    },
  };
  return bus;
}

async function firstConnection(options: BusOptions): Promise<NatsConnection> {
  let told = "";
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      const connection = await connect({
        servers: [...options.servers],
        name: options.name,
        maxReconnectAttempts: -1,
        reconnectTimeWait: 250,
        pingInterval: 10_000,
        timeout: 5_000,
        noAsyncTraces: true,
        ignoreAuthErrorAbort: true,
        ...options.security,
      });
      if (told !== "") options.onChange?.(true);
      return connection;
    } catch (cause) {
      // The client's own waitOnFirstConnect can not be stopped: a service could not end while it waits.
      // A wrong address or password fails like this for ever: each reason is told once.
      if (told !== String(cause)) options.onChange?.(false, cause);
      told = String(cause);
      await sleep(250, undefined, { signal: options.signal }).catch(() => {
        throw new HubError("cancelled", "stopped while waiting for the broker", { cause });
      });
    }
  }
}

async function watch(
  connection: NatsConnection,
  change: (available: boolean) => void,
): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === "disconnect" || status.type === "staleConnection") change(false);
    if (status.type === "reconnect") change(true);
  }
}

// The client only ever calls encode() on what it is given as headers.
function carry(headers: HeaderBlock | undefined): { headers?: MsgHdrs } {
  return headers === undefined ? {} : { headers: headers as unknown as MsgHdrs };
}

function lost(): HubError {
  return new HubError("unavailable", "the broker is not reachable");
}

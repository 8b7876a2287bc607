import type { EventEmitter } from "node:events";
import { createServer as createPlain, type IncomingMessage, type ServerResponse } from "node:http";
import {
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Hono } from "hono";
import type { Known } from "./session.ts";

export interface ServeOptions {
  /** `host:port`. */
  readonly listen: string;
  /** PEM. */
  readonly tls?: { readonly certificate: string; readonly key: string } | undefined;
  /** Milliseconds after which a connection on which nothing moves is closed; two minutes unless given. */
  readonly idle?: number;
}

export interface Served extends AsyncDisposable {
  readonly port: number;
}

/** Milliseconds that requests under way get when the server stops. */
const DRAIN = 3_000;
/** Milliseconds in which a request must have come whole: the largest notice takes 90 s at 64 kbit/s. */
const SLOWEST = 300_000;
/** A stream of events gives a sign of life each 15 s: what is silent for longer than this is a page that takes nothing. */
const IDLE = 120_000;
/** Bytes: the cookies of a session (sealed-cookie.ts) are 15 KB at most, and Node takes 16 KiB of headers unless told. */
const MOST_HEADERS = 32 * 1024;
/** Requests under way on one HTTP/2 connection: a few streams of events, and what a page asks at once. */
const MOST_AT_ONCE = 100;

type RequestHandler = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => void;

/** Serves over HTTP, with TLS (1.3) also over HTTP/2: a browser then needs one connection for streams and all else. */
export async function serve(
  app: Hono<Known>,
  { listen, tls, idle = IDLE }: ServeOptions,
): Promise<Served> {
  const listener = getRequestListener(app.fetch);
  // It answers whatever happens, and never rejects.
  const handle: RequestHandler = (request, response) => void listener(request, response);
  const server = tls ? secureServer(tls, handle) : plainServer(handle);
  server.setTimeout(idle);
  // With TLS too: one that never begins to speak it holds the server's end up as any other.
  const sockets = heldBy<Socket>(server, "connection");
  const sessions = heldBy<ServerHttp2Session>(server, "session");
  const place = listen.lastIndexOf(":");
  const host = listen.slice(0, place).replace(/^\[|\]$/g, "");
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(new HubError("failed-precondition", `cannot listen on ${listen}`, { cause })),
    );
    server.listen(Number(listen.slice(place + 1)), host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      // A connection ends when its requests have.
      const idle = setInterval(() => {
        if ("closeIdleConnections" in server) server.closeIdleConnections();
      }, 100);
      for (const session of sessions) session.close();
      const enough = setTimeout(() => sockets.forEach((socket) => socket.destroy()), DRAIN);
      await closed;
      clearInterval(idle);
      clearTimeout(enough);
    },
  };
}

function plainServer(handle: RequestHandler) {
  return createPlain(
    { requestTimeout: SLOWEST, headersTimeout: 20_000, maxHeaderSize: MOST_HEADERS },
    handle,
  );
}

function secureServer(
  { certificate, key }: NonNullable<ServeOptions["tls"]>,
  handle: RequestHandler,
) {
  const settings = { maxConcurrentStreams: MOST_AT_ONCE };
  const secured = { cert: certificate, key, minVersion: "TLSv1.3" } as const;
  const server = createSecureServer({ ...secured, allowHTTP1: true, settings }, handle);
  // For who speaks HTTP/1.1 here: Node reads it from the server, and takes no such option.
  return Object.assign(server, { maxHeaderSize: MOST_HEADERS });
}

/** What a server tells of by an event, while it is open. */
function heldBy<Held extends EventEmitter>(server: EventEmitter, event: string): ReadonlySet<Held> {
  const held = new Set<Held>();
  server.on(event, (each: Held) => {
    held.add(each);
    each.once("close", () => held.delete(each));
  });
  return held;
}

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
}

export interface Served extends AsyncDisposable {
  readonly port: number;
}

/** Milliseconds that requests under way get when the server stops. */
const DRAIN = 3_000;
/** Milliseconds in which a request must have come whole: the largest notice takes 90 s at 64 kbit/s. */
const SLOWEST = 300_000;

type RequestHandler = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => void;

/** Serves over HTTP, with TLS (1.3) also over HTTP/2: a browser then needs one connection for streams and all else. */
export async function serve(app: Hono<Known>, { listen, tls }: ServeOptions): Promise<Served> {
  const listener = getRequestListener(app.fetch);
  // It answers whatever happens, and never rejects.
  const handle: RequestHandler = (request, response) => void listener(request, response);
  const server = tls
    ? createSecureServer(
        { cert: tls.certificate, key: tls.key, minVersion: "TLSv1.3", allowHTTP1: true },
        handle,
      )
    : createPlain({ requestTimeout: SLOWEST, headersTimeout: 20_000 }, handle);
  const sockets = heldBy<Socket>(server, tls ? "secureConnection" : "connection");
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

/** What a server tells of by an event, while it is open. */
function heldBy<Held extends EventEmitter>(server: EventEmitter, event: string): ReadonlySet<Held> {
  const held = new Set<Held>();
  server.on(event, (each: Held) => {
    held.add(each);
    each.once("close", () => held.delete(each));
  });
  return held;
}

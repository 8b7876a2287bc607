import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ListenAddress } from "./listen-address.ts";

/** What is answered to a request. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The witness's door, open until it is disposed of: then what is under way is answered first. */
export interface HttpDoor extends AsyncDisposable {
  /** `http://127.0.0.1:7380` */
  readonly url: string;
}

const PATH = "/add-checkpoint";
/** Bytes. 63 hashes take 3 kB, a hundred signatures as large as those of ML-DSA-44 330 kB. */
const LARGEST_BODY = 512 * 1024;
/** Bytes. Up to here the rest is read, so that the answer arrives; after that the connection is cut. */
const LARGEST_READ = 8 * LARGEST_BODY;
/** Milliseconds. What is not answered by then, when the door closes, is cut off. */
const PATIENCE = 5_000;
const TEXT = "text/plain; charset=utf-8";

/**
 * Listens for `POST /add-checkpoint` (c2sp.org/tlog-witness). `answer` gets the body; when it throws,
 * the caller is answered 500 and `onFault` is told. Throws the system's error when the address is
 * not to be had.
 */
export async function openHttpDoor(
  { host, port }: ListenAddress,
  answer: (body: Uint8Array) => Promise<HttpAnswer>,
  onFault: (error: unknown) => void,
): Promise<HttpDoor> {
  const underWay = new Set<Promise<void>>();
  const server = createServer(
    // Whoever sends a byte now and then holds a connection this long at most.
    { requestTimeout: 20_000, headersTimeout: 10_000, connectionsCheckingInterval: 5_000 },
    (request, response) => {
      const handled = handle(request, response).catch((error: unknown) => {
        reply(response, { status: 500, contentType: TEXT, body: "the witness has a fault\n" });
        onFault(error);
      });
      underWay.add(handled);
      void handled.then(() => underWay.delete(handled));
    },
  );
  server.keepAliveTimeout = 60_000;
  server.maxConnections = 500;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path] = (request.url ?? "").split("?");
    if (path !== PATH) return refuse(response, 404, `there is nothing here but POST ${PATH}`);
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      return refuse(response, 405, "POST a request of c2sp.org/tlog-witness");
    }
    const body = await readBody(request);
    if (body === "gone") return;
    if (body === "too large") {
      response.setHeader("connection", "close");
      return refuse(response, 413, `a request has at most ${LARGEST_BODY} bytes`);
    }
    reply(response, await answer(body));
  }

  function refuse(response: ServerResponse, status: number, message: string): void {
    reply(response, { status, contentType: TEXT, body: `${message}\n` });
  }

  function reply(response: ServerResponse, { status, contentType, body }: HttpAnswer): void {
    if (!server.listening) response.setHeader("connection", "close");
    response.writeHead(status, {
      "content-type": contentType,
      "content-length": Buffer.byteLength(body),
    });
    response.end(body);
  }

  server.listen({ host, port });
  await once(server, "listening");
  server.on("error", onFault);
  const { address, family, port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${taken}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      const cut = setTimeout(() => server.closeAllConnections(), PATIENCE);
      await closed;
      clearTimeout(cut);
      await Promise.all(underWay);
    },
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer | "too large" | "gone"> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= LARGEST_BODY) chunks.push(chunk);
      else chunks.length = 0;
      if (size > LARGEST_READ) break;
    }
  } catch {
    // The caller left, or was cut off for being slow: there is nobody to answer.
    return "gone";
  }
  return size > LARGEST_BODY ? "too large" : Buffer.concat(chunks);
}

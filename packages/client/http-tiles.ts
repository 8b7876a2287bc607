import { Agent as PlainAgent, get as getPlain, type IncomingMessage } from "node:http";
import { Agent as SecureAgent, get as getSecure } from "node:https";
import { HubError } from "@talanoa/platform/errors.ts";
import { retrying } from "./backoff.ts";
import type { Tls } from "./identity.ts";
import { AT_ONCE, goneError, MOST_BYTES, type TileSource } from "./tile-source.ts";

/** Milliseconds. */
const SILENCE = 20_000;
const PATIENCE = 30_000;

/** A log's tree as it is served over HTTP under a URL that ends with a slash. */
export function httpTiles(url: string, tls: Tls = {}, signal?: AbortSignal): TileSource {
  const base = new URL(url);
  const secure = base.protocol === "https:";
  const keep = { keepAlive: true, maxSockets: AT_ONCE, ...(secure && tls) };
  const agent = secure ? new SecureAgent(keep) : new PlainAgent(keep);
  const attempt = (path: string) =>
    new Promise<Uint8Array>((resolve, reject) => {
      const options = { agent, timeout: SILENCE, signal };
      const target = new URL(path, base);
      const failed = (cause: unknown) =>
        reject(new HubError("unavailable", `the log's tree at ${url} does not answer`, { cause }));
      const request = (secure ? getSecure : getPlain)(target, options, (response) => {
        bodyOf(response).then((body) => {
          if (response.statusCode === 200) resolve(body);
          else if (response.statusCode === 404)
            reject(new HubError("not-found", `the log at ${url} does not serve ${path}`));
          // Entries that were taken out of the log's database: it says where they are.
          else if (response.statusCode === 410) reject(goneError(body));
          else failed(new Error(`status ${response.statusCode}`));
        }, failed);
      });
      request.on("timeout", () => request.destroy(new Error("no answer in time")));
      request.on("error", failed);
    });
  return {
    get: (path) =>
      retrying(() => attempt(path), {
        patience: PATIENCE,
        again: (error) => error instanceof HubError && error.code === "unavailable",
        signal,
      }),
  };
}

async function bodyOf(response: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error("the answer is longer than any tile");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

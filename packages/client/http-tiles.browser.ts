import { HubError } from "@talanoa/platform/errors.ts";
import { retrying } from "./backoff.ts";
import type { Tls } from "./identity.ts";
import { goneError, MOST_BYTES, type TileSource } from "./tile-source.ts";

/** Milliseconds. */
const SILENCE = 20_000;
const PATIENCE = 30_000;

/** A log's tree as it is served over HTTP under a URL that ends with a slash; the browser trusts whom it trusts. */
export function httpTiles(url: string, _tls: Tls = {}, signal?: AbortSignal): TileSource {
  async function attempt(path: string): Promise<Uint8Array> {
    const late = AbortSignal.timeout(SILENCE);
    let body: Uint8Array;
    let response: Response;
    try {
      response = await fetch(new URL(path, url), {
        credentials: "omit",
        signal: signal ? AbortSignal.any([signal, late]) : late,
      });
      body = new Uint8Array(await response.arrayBuffer());
    } catch (cause) {
      signal?.throwIfAborted();
      throw away(cause);
    }
    if (response.status === 200 && body.length <= MOST_BYTES) return body;
    if (response.status === 404)
      throw new HubError("not-found", `the log at ${url} does not serve ${path}`);
    if (response.status === 410) throw goneError(body);
    throw away(new Error(`status ${response.status}, ${body.length} bytes`));
  }
  const away = (cause: unknown): HubError =>
    new HubError("unavailable", `the log's tree at ${url} does not answer`, { cause });
  return {
    get: (path) =>
      retrying(() => attempt(path), {
        patience: PATIENCE,
        again: (error) => error instanceof HubError && error.code === "unavailable",
        signal,
      }),
  };
}

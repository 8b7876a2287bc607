import { createServer as createPlain, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecure } from "node:https";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { LogArchive } from "@talanoa/contract/generated/talanoa.ts";
import { isLoopback } from "@talanoa/platform/loopback.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import { HASH_BYTES } from "@talanoa/tlog/tree/hash.ts";
import { encodeEntries } from "@talanoa/tlog/tree/entry-bundle.ts";
import { type Bundle, parseTilePath } from "@talanoa/tlog/tree/tile-path.ts";
import { hashesAt, type Tile, TILE_WIDTH } from "@talanoa/tlog/tree/tile.ts";
import type { Pool } from "pg";
import { shownOf } from "./checkpoints.ts";
import { READING_AGAIN, readStanding } from "./standing.ts";
import { readArchives } from "../tables/archives.ts";
import { readTiles } from "../tables/tiles.ts";

export interface HttpLogOptions {
  /** `host:port`. Without TLS only a loopback address is taken. */
  readonly listen: string;
  /** TLS 1.3 is spoken. */
  readonly tls?: { readonly certificate: Buffer; readonly key: Buffer };
  readonly pool: Pool;
  readonly log: Logger;
}

/** What is answered: 200 with these bytes, or a status alone. */
type Answer =
  | { readonly body: Uint8Array; readonly type: string; readonly keep: string }
  | { readonly status: 404 | 405 | 410 | 503; readonly say: string };

const TEXT = "text/plain; charset=utf-8";
const BYTES = "application/octet-stream";
/** What is full or has its width in its name never changes. */
const FOREVER = "public, max-age=31536000, immutable";
const SECOND = "public, max-age=1";
/** What is not there now may be there later: kept by a cache, it would look as if it had been taken out. */
const NOTHING = { "content-type": TEXT, "cache-control": "no-store" };
const compress = promisify(gzip);

/**
 * Serves the tree read-only as c2sp.org/tlog-tiles says: `/checkpoint`, `/tile/…`, `/tile/entries/…`, as
 * far as the published checkpoint reaches. Entries are commitments: they say nothing of what is exchanged.
 */
export async function serveHttp(options: HttpLogOptions): Promise<AsyncDisposable> {
  const { listen, tls, pool, log } = options;
  if (!tls && !isLoopback(listen)) {
    throw new HubError(
      "failed-precondition",
      `${listen} is not a loopback address: a log that others reach needs TLS`,
    );
  }
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    respond(request, response, pool).catch((error: unknown) => {
      log.error({ err: error }, "a tile could not be served");
      if (!response.headersSent) response.writeHead(503, NOTHING);
      response.end();
    });
  };
  const server = tls
    ? createSecure({ cert: tls.certificate, key: tls.key, minVersion: "TLSv1.3" }, handle)
    : createPlain(handle);
  server.requestTimeout = 10_000;
  const place = listen.lastIndexOf(":");
  const host = listen.slice(0, place).replace(/^\[|\]$/g, "");
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(new HubError("failed-precondition", `cannot listen on ${listen}`, { cause })),
    );
    server.listen(Number(listen.slice(place + 1)), host, resolve);
  });
  return {
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  pool: Pool,
): Promise<void> {
  const answer = await answerTo(request, pool);
  if ("status" in answer) {
    const allow = answer.status === 405 ? { allow: "GET, HEAD" } : {};
    response.writeHead(answer.status, { ...NOTHING, ...allow }).end(`${answer.say}\n`);
    return;
  }
  const { type, keep } = answer;
  const zipped = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  const body = zipped ? await compress(answer.body) : answer.body;
  response.writeHead(200, {
    "content-type": type,
    "content-length": body.length,
    "cache-control": keep,
    vary: "accept-encoding",
    ...(zipped && { "content-encoding": "gzip" }),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

async function answerTo({ method, url = "" }: IncomingMessage, pool: Pool): Promise<Answer> {
  if (method !== "GET" && method !== "HEAD") return { status: 405, say: "only GET is served" };
  const path = url.replace(/^\//, "");
  if (path === "checkpoint") {
    const { checkpoints, isBehind } = await readStanding(pool);
    if (isBehind) return { status: 503, say: READING_AGAIN };
    const checkpoint = shownOf(checkpoints, Date.now());
    if (!checkpoint) return { status: 404, say: "nothing has been published yet" };
    return { body: Buffer.from(checkpoint.note), type: TEXT, keep: SECOND };
  }
  let place: Tile | Bundle;
  try {
    place = parseTilePath(path);
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    return { status: 404, say: error.message };
  }
  const { checkpoints, isBehind } = await readStanding(pool);
  if (isBehind) return { status: 503, say: READING_AGAIN };
  const body = await bytesOf(pool, place, checkpoints.signed?.size ?? 0);
  const archive = !body && place.level === "entries" ? await archiveOf(pool, place) : undefined;
  if (archive) return { status: 410, say: archiveText(archive) };
  if (!body) return { status: 404, say: "the log does not reach so far" };
  return { body, type: BYTES, keep: FOREVER };
}

/** The archive that has the entries of a bundle, which are not served any more. */
async function archiveOf(pool: Pool, { index }: Bundle | Tile): Promise<LogArchive | undefined> {
  const first = index * TILE_WIDTH;
  const archives = await readArchives(pool);
  return archives.find(({ fromIndex, untilIndex }) => fromIndex <= first && first < untilIndex);
}

function archiveText({ name, fromIndex, untilIndex }: LogArchive): string {
  return `entries ${fromIndex} to ${untilIndex - 1} are in the archive ${name}: ask the Secretariat for it`;
}

async function bytesOf(
  pool: Pool,
  place: Tile | Bundle,
  size: number,
): Promise<Uint8Array | undefined> {
  const { index, width } = place;
  const level = place.level === "entries" ? 0 : place.level;
  if (index * TILE_WIDTH + width > hashesAt(level, size)) return undefined;
  if (place.level !== "entries") {
    const tile = place as Tile;
    const hashes = (await readTiles(pool, [tile]))(tile);
    return hashes?.subarray(0, width * HASH_BYTES);
  }
  const { rows } = await pool.query<{ entry: Buffer }>({
    name: "read-bundle",
    text: "select entry from entries where index >= $1 and index < $2 order by index",
    values: [index * TILE_WIDTH, index * TILE_WIDTH + width],
  });
  if (rows.length < width) return undefined;
  return encodeEntries(rows.map(({ entry }) => entry));
}

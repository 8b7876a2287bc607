import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Context } from "hono";

const compress = promisify(gzip);
/** What fits one packet gains nothing. */
const WORTH_IT = 1_000;

/** Answers with a message's bytes, compressed for a browser that takes it; nobody keeps them. */
export async function sendBytes(c: Context, bytes: Buffer): Promise<Response> {
  const zipped = bytes.length > WORTH_IT && /\bgzip\b/.test(c.req.header("accept-encoding") ?? "");
  const body = zipped ? await compress(bytes) : bytes;
  return c.body(new Uint8Array(body), 200, {
    "content-type": "application/x-protobuf",
    "cache-control": "no-store",
    ...(zipped && { "content-encoding": "gzip" }),
  });
}

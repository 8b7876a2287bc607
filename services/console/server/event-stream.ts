import type { Context } from "hono";
import { stream } from "hono/streaming";

/** A stream of server-sent events to one page. */
export interface EventSink {
  /** Resolves when the page has room for more. After the page is gone it does nothing. */
  send(event: string, data: string, id?: number): Promise<void>;
  /** Aborts when the page is gone. */
  readonly gone: AbortSignal;
}

/**
 * A proxy closes what is silent, and a page that hears nothing cannot tell a quiet feed from a dead link. It is an event,
 * since a browser shows a page no comments.
 */
const HEARTBEAT = 15_000;
/** Milliseconds after which a browser that lost the stream opens it again. */
const RETRY = 2_000;

/**
 * Answers with a stream of events (HTML, section 9.2) for as long as `run` takes, which is called at once; not at all for a
 * HEAD, whose answer nobody reads.
 */
export function eventStream(c: Context, run: (sink: EventSink) => Promise<void>): Response {
  c.header("content-type", "text/event-stream");
  c.header("cache-control", "no-store");
  // nginx would gather events otherwise.
  c.header("x-accel-buffering", "no");
  if (c.req.method === "HEAD") return c.body(null);
  return stream(c, async (out) => {
    const gone = new AbortController();
    out.onAbort(() => gone.abort());
    let writing: Promise<unknown> | undefined;
    const write = async (text: string): Promise<void> => {
      const mine = (writing = out.write(text));
      await mine;
      if (writing === mine) writing = undefined;
    };
    // A page that takes nothing needs no further sign of life.
    const heartbeat = setInterval(() => {
      if (!writing) void write("event: alive\ndata:\n\n");
    }, HEARTBEAT);
    try {
      void write(`retry: ${RETRY}\n\n`);
      await run({
        gone: gone.signal,
        send: (event, data, id) =>
          write(`event: ${event}\n${id === undefined ? "" : `id: ${id}\n`}data: ${data}\n\n`),
      });
    } finally {
      clearInterval(heartbeat);
    }
  });
}

import { randomBytes } from "node:crypto";
import type { HubDoors } from "@talanoa/client/connect.ts";
import { FeedFilter } from "@talanoa/contract/generated/talanoa.ts";
import { MalformedMessage } from "@talanoa/contract/message-type.ts";
import { HubError, invalid, invalidField } from "@talanoa/platform/errors.ts";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import type { EndedSessions } from "./ended-sessions.ts";
import { eventStream } from "./event-stream.ts";
import { feedEvents, type OpenFeed } from "./feed-events.ts";
import { sameOrigin, sameOriginRead } from "./same-origin.ts";
import type { Known, Session } from "./session.ts";
import { streamEnd } from "./stream-end.ts";

export interface EventsOptions {
  readonly doors: HubDoors;
  readonly console: URL;
  readonly ended: EndedSessions;
  /** Aborts when the server is to stop. */
  readonly stopping: AbortSignal;
}

/** Streams that one principal may have open here: a browser opens six. */
const MOST_STREAMS = 16;
const MOST_BYTES = 64 * 1024;

const received = z.object({ delivery: z.int().positive() });
const opened = z.object({ deliveries: z.array(z.int().positive()).min(1).max(1_000) });

/**
 * `GET /events`: a subscription of the hub as server-sent events, and what the page says of what came:
 * `POST /events/:stream/received` and `/opened`. A stream is one call of the hub and stands in this process; what was
 * not confirmed when it ends comes again on the next one, here or elsewhere.
 */
export function events({ doors, console, ended, stopping }: EventsOptions): Hono<Known> {
  const app = new Hono<Known>();
  const open = new Map<string, { feed: OpenFeed; principal: string }>();

  app.get("/", sameOriginRead(console), (c) => {
    const session = c.get("session");
    const { identity, caller } = session;
    const its = [...open.values()].filter(({ principal }) => principal === caller.principal);
    if (its.length >= MOST_STREAMS)
      throw new HubError("resource-exhausted", `at most ${MOST_STREAMS} streams of one person`);
    const { name = "", filter = "" } = c.req.query();
    const subscription = {
      name,
      filter: filterOf(filter),
      fromStart: c.req.query("from-start") === "1",
      brief: c.req.query("brief") === "1",
    };
    const id = randomBytes(16).toString("base64url");
    return eventStream(c, async (out) => {
      using end = streamEnd(session, { ended, stopping });
      const over = end.signal;
      const feed = feedEvents(doors.as(identity), subscription, { id, out, over });
      // Nothing was awaited since they were counted: those that are asked for at once count each other.
      open.set(id, { feed, principal: caller.principal });
      try {
        await feed.over;
      } finally {
        open.delete(id);
      }
    });
  });

  const feedOf = (c: Context, { caller }: Session): OpenFeed => {
    const stream = open.get(c.req.param("stream") ?? "");
    if (stream?.principal === caller.principal) return stream.feed;
    throw new HubError("not-found", "this stream is not open here: what came on it comes again");
  };
  app.use("/:stream/*", sameOrigin(console), bodyLimit({ maxSize: MOST_BYTES }));
  app.post("/:stream/received", async (c) => {
    const feed = feedOf(c, c.get("session"));
    feed.tell({ received: await bodyOf(c, received) });
    return c.body(null, 204);
  });
  app.post("/:stream/opened", async (c) => {
    const feed = feedOf(c, c.get("session"));
    feed.tell({ opened: await bodyOf(c, opened) });
    return c.body(null, 204);
  });
  return app;
}

function filterOf(text: string): FeedFilter {
  try {
    return FeedFilter.decode(Buffer.from(text, "base64url"));
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error;
    throw invalidField("filter", "feed-filter", "Give the bytes of a FeedFilter in base64url.");
  }
}

/** The JSON of a request. Throws HubError `invalid-argument` that names each wrong field. */
async function bodyOf<Shape extends z.ZodType>(c: Context, shape: Shape): Promise<z.infer<Shape>> {
  const body: unknown = await c.req.json().catch(() => undefined);
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.map(({ path, code, message }) => ({
      field: path.join(".") || "body",
      rule: code,
      description: message,
    })),
  );
}

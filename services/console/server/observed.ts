import type { Logger } from "@talanoa/platform/logging.ts";
import { histogram } from "@talanoa/platform/telemetry/instruments.ts";
import { inSpan } from "@talanoa/platform/telemetry/span.ts";
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { answeredError } from "./answer-error.ts";
import type { Known } from "./session.ts";

const durations = histogram("rpc.server.duration");

/** Measures each answer, by its route or the hub's method: never by an address, which says what a person reads. */
export function observed(log: Logger): MiddlewareHandler<Known> {
  return (c, next) =>
    inSpan("console", {}, async () => {
      const started = performance.now();
      await next();
      const ms = Math.round(performance.now() - started);
      const method = c.get("method") ?? routePath(c);
      const code = c.error ? answeredError(c, c.error).code : "ok";
      durations.record(ms, { "rpc.method": method, "rpc.code": code });
      log.debug({ method, status: c.res.status, ms }, "answered");
    });
}

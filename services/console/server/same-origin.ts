import { HubError } from "@talanoa/platform/errors.ts";
import type { Context, MiddlewareHandler } from "hono";

/**
 * Lets through only what the console's own page sends. A request that changes something names itself by a header that
 * no form can send, and no other site's script without asking first (X-Talanoa); what the browser says of where it
 * comes from must be the console (Origin, Sec-Fetch-Site).
 */
export function sameOrigin(console: URL): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.header("x-talanoa") !== "1") throw foreign("the header X-Talanoa: 1 is missing");
    checkSource(c, console);
    return next();
  };
}

/** The same for what a page reads and cannot give a header, such as a stream of events. */
export function sameOriginRead(console: URL): MiddlewareHandler {
  return async (c, next) => {
    checkSource(c, console);
    return next();
  };
}

function checkSource(c: Context, console: URL): void {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  if (origin !== undefined && origin !== console.origin) throw foreign("another site asks this");
  if (site !== undefined && site !== "same-origin") throw foreign("another site asks this");
}

function foreign(why: string): HubError {
  return new HubError("permission-denied", `only the console's own page may ask this: ${why}`);
}

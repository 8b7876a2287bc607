import { HubError } from "@talanoa/platform/errors.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { Hono } from "hono";
import { randomNonce, randomPKCECodeVerifier, randomState } from "openid-client";
import { z } from "zod";
import { type Issuer, NotGranted, RETURN_PATH } from "./issuer.ts";
import { messagePage } from "./message-page.ts";
import { sameOrigin } from "./same-origin.ts";
import type { SealedCookie } from "./sealed-cookie.ts";
import type { Sessions } from "./sessions.ts";

export interface SignInOptions {
  readonly issuer: Issuer;
  readonly sessions: Sessions;
  /** Keeps an attempt while the person is at the issuer. */
  readonly cookie: SealedCookie;
  readonly console: URL;
  readonly log: Logger;
}

/** So long a person may take at the issuer, in milliseconds. */
const PATIENCE = 10 * 60_000;

const attemptShape = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  back: z.string(),
});

/** `GET /sign-in`, the way back from the issuer, and `POST /sign-out`. */
export function signIn({ issuer, sessions, cookie, console, log }: SignInOptions): Hono {
  const app = new Hono();

  app.get("/sign-in", async (c) => {
    const attempt = {
      state: randomState(),
      nonce: randomNonce(),
      verifier: randomPKCECodeVerifier(),
    };
    let there: URL;
    try {
      there = await issuer.begin(attempt);
    } catch (error) {
      log.warn({ err: error }, "the issuer cannot be asked");
      return messagePage(c, 503, "issuer-away");
    }
    const back = pathWithin(console, c.req.query("return") ?? "/");
    await cookie.write(c, { ...attempt, back }, Date.now() + PATIENCE);
    return c.redirect(there.href);
  });

  app.get(RETURN_PATH, async (c) => {
    const attempt = attemptShape.safeParse(await cookie.read(c));
    cookie.clear(c);
    if (!attempt.success) return messagePage(c, 400, "attempt-over");
    try {
      await sessions.begin(c, await issuer.finish(new URL(c.req.url).search, attempt.data));
    } catch (error) {
      log.warn({ err: error }, "signing in failed");
      if (error instanceof NotGranted) return messagePage(c, 403, "not-granted");
      const unknown = error instanceof HubError && error.code === "unauthenticated";
      return messagePage(c, unknown ? 403 : 503, unknown ? "no-role" : "issuer-away");
    }
    return c.redirect(attempt.data.back);
  });

  app.post("/sign-out", sameOrigin(console), async (c) => {
    const refreshToken = await sessions.end(c);
    const untold = (error: unknown) => {
      log.warn({ err: error }, "the issuer was not told of a sign-out");
      return undefined;
    };
    if (refreshToken) await issuer.revoke(refreshToken).catch(untold);
    const page = await issuer.signOutPage().catch(untold);
    return c.json({ next: page?.href ?? "/" });
  });
  return app;
}

/** Longer is no address of the console, and would not go into a cookie. */
const LONGEST_PATH = 2_000;

/** A path of the console itself, whatever was asked for: nobody is led elsewhere from here. */
function pathWithin(console: URL, asked: string): string {
  if (asked.length > LONGEST_PATH || !URL.canParse(asked, console.href)) return "/";
  const { origin, pathname, search, hash } = new URL(asked, console);
  return origin === console.origin ? `${pathname}${search}${hash}`.replace(/^\/+/, "/") : "/";
}

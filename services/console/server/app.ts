import type { HubDoors } from "@talanoa/client/connect.ts";
import type { HubAddresses } from "@talanoa/client/identity.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { Hono } from "hono";
import { answerError } from "./answer-error.ts";
import { assets } from "./assets.ts";
import { EndedSessions } from "./ended-sessions.ts";
import { enrol } from "./enrol.ts";
import { events } from "./events.ts";
import { securityHeaders } from "./headers.ts";
import { hubCalls } from "./hub-calls.ts";
import type { Issuer } from "./issuer.ts";
import { observed } from "./observed.ts";
import { sameOrigin, sameOriginRead } from "./same-origin.ts";
import { sealedCookie } from "./sealed-cookie.ts";
import type { Known } from "./session.ts";
import { openSessions } from "./sessions.ts";
import { describeSession, sessionInfo } from "./session-info.ts";
import { signIn } from "./sign-in.ts";

export interface AppOptions {
  /** Where a browser finds the console. */
  readonly console: URL;
  readonly issuer: Issuer;
  readonly issuerUrl: URL;
  readonly hub: HubAddresses;
  readonly doors: HubDoors;
  /** 32 bytes, by which cookies are sealed. */
  readonly sessionKey: Uint8Array;
  /** Milliseconds after which one signs in again. */
  readonly longestSession: number;
  /** What `vite build` made. */
  readonly pages: string;
  readonly log: Logger;
  /** Aborts when the server is to stop. */
  readonly stopping: AbortSignal;
}

/** All that the console answers. It keeps nothing of who is signed in but who signed out, and knows no message but a feed's. */
export function consoleApp(options: AppOptions): Hono<Known> {
  const { console, issuer, hub, doors, sessionKey: key, log, stopping } = options;
  const secure = console.protocol === "https:";
  const ended = new EndedSessions();
  const sessions = openSessions({
    issuer,
    ended,
    cookie: sealedCookie("session", key, secure),
    hub,
    longest: options.longestSession,
  });
  const cookie = sealedCookie("sign-in", key, secure);
  const describe = describeSession(issuer, hub);

  const app = new Hono<Known>();
  app.onError(answerError(log));
  app.use(observed(log));
  app.use(securityHeaders(console, options.issuerUrl));
  app.get("/healthy", (c) => c.text("healthy\n", 200, { "cache-control": "no-store" }));
  app.route("/", signIn({ issuer, sessions, cookie, console, log }));
  app.use("/session", sameOriginRead(console), sessions.needed);
  app.route("/session", sessionInfo(describe));
  app.use("/events/*", sessions.needed);
  app.route("/events", events({ doors, console, ended, stopping }));
  app.use("/enrol", sameOrigin(console), sessions.needed);
  app.route("/enrol", enrol(issuer));
  app.use("/hub/*", sameOrigin(console), sessions.needed);
  app.route("/hub", hubCalls(doors));
  app.route("/", assets(options.pages, { sessions, describe }));
  return app;
}

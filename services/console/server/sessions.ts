import { createHash, randomBytes } from "node:crypto";
import type { HubAddresses } from "@talanoa/client/identity.ts";
import { callerOf } from "@talanoa/platform/auth/tokens.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Context, MiddlewareHandler } from "hono";
import { decodeJwt, type JWTPayload } from "jose";
import { z } from "zod";
import type { EndedSessions } from "./ended-sessions.ts";
import { type Granted, type Issuer, NotGranted } from "./issuer.ts";
import type { SealedCookie } from "./sealed-cookie.ts";
import type { Known, Session, Tokens } from "./session.ts";

export interface SessionOptions {
  readonly issuer: Issuer;
  readonly cookie: SealedCookie;
  readonly hub: HubAddresses;
  readonly ended: EndedSessions;
  /** Milliseconds after which one signs in again. */
  readonly longest: number;
}

/** Who is signed in. The server keeps only what was signed out of: any instance reads the cookie of any other. */
export interface Sessions {
  /** Signs in with what the issuer gave. Throws HubError `unauthenticated` for a token that is not the hub's. */
  begin(c: Context, granted: Granted): Promise<void>;
  /** Who is signed in, with a token that lasts; undefined when nobody is. */
  current(c: Context): Promise<Session | undefined>;
  /** The same where nothing has to be renewed for it, and nobody is waited for. */
  standing(c: Context): Promise<Session | undefined>;
  /** Ends the session for good at this instance. Its refresh token, to be revoked; undefined when there is none. */
  end(c: Context): Promise<string | undefined>;
  /** For handlers that only who is signed in may reach. */
  readonly needed: MiddlewareHandler<Known>;
}

/** A token is renewed so long before its end, or in the last third of a short life. */
const AHEAD = 60_000;
/**
 * So long it is known what became of a refresh token, in milliseconds: a page sends several requests with the same cookie.
 * But not until the token is due again that was given for it: an issuer may let one refresh token serve many times.
 */
const REMEMBERED = { most: 60_000, least: 1_000 };

const kept = z.object({
  id: z.string(),
  token: z.string(),
  refreshToken: z.string().optional(),
  renewAt: z.number(),
  until: z.number(),
});

/** What the issuer gave, and when it is to give the next. */
type Due = Granted & Pick<Tokens, "renewAt">;

export function openSessions({ issuer, cookie, hub, ended, longest }: SessionOptions): Sessions {
  const renewals = new Map<string, Promise<Due>>();

  /** One renewal for all who ask with the same refresh token: many an issuer takes it once. */
  function renewed(refreshToken: string): Promise<Due> {
    const name = nameOf(refreshToken);
    let renewal = renewals.get(name);
    if (!renewal) {
      renewal = issuer.renew(refreshToken).then(dueOf);
      renewals.set(name, renewal);
      const forget = () => renewals.delete(name);
      const forgetInTime = ({ renewAt }: Due) => {
        const left = Math.min(REMEMBERED.most, renewAt - Date.now());
        setTimeout(forget, Math.max(REMEMBERED.least, left)).unref();
      };
      renewal.then(forgetInTime, forget);
    }
    return renewal;
  }

  function sessionOf(tokens: Tokens): Session {
    const { token } = tokens;
    const caller = callerOf(claimsIn(token));
    const { participant, principal, roles, office } = caller;
    const identity = { name: principal, participant, principal, roles: [...roles], office, token };
    return { caller, identity: { ...identity, hub }, tokens };
  }

  async function keep(c: Context, tokens: Tokens): Promise<Session> {
    const session = sessionOf(tokens);
    await cookie.write(c, { ...tokens }, tokens.until);
    return session;
  }

  async function read(c: Context): Promise<Tokens | undefined> {
    const its = kept.safeParse(await cookie.read(c));
    if (!its.success || its.data.until <= Date.now() || ended.has(its.data.id)) return undefined;
    return its.data;
  }

  async function standing(c: Context): Promise<Session | undefined> {
    const tokens = await read(c);
    const session = tokens && sessionOf(tokens);
    return session && !isDue(session, tokens) ? session : undefined;
  }

  async function current(c: Context): Promise<Session | undefined> {
    const tokens = await read(c);
    if (!tokens) return undefined;
    const session = sessionOf(tokens);
    if (!isDue(session, tokens)) return session;
    if (!tokens.refreshToken) return undefined;
    const lasts = session.caller.expiresAt > Date.now();
    const { id, until } = tokens;
    try {
      const granted = await renewed(tokens.refreshToken);
      // It may have been signed out of meanwhile.
      return ended.has(id) ? undefined : await keep(c, { ...granted, id, until });
    } catch (error) {
      // Another instance may have renewed it just now, and its answer be on the way.
      if (lasts) return session;
      if (error instanceof NotGranted) return undefined;
      throw error;
    }
  }

  return {
    current,
    standing,
    async begin(c, granted) {
      const id = randomBytes(16).toString("base64url");
      await keep(c, { ...dueOf(granted), id, until: Date.now() + longest });
    },
    async end(c) {
      const tokens = await read(c);
      cookie.clear(c);
      if (!tokens) return undefined;
      ended.end(tokens.id, tokens.until, Date.now());
      const { refreshToken = "" } = tokens;
      const renewal = await renewals.get(nameOf(refreshToken))?.catch(() => undefined);
      return renewal?.refreshToken ?? tokens.refreshToken;
    },
    needed: async (c, next) => {
      const session = await current(c);
      if (!session) throw new HubError("unauthenticated", "nobody is signed in: sign in");
      if (!isFor(c, session))
        throw new HubError("unauthenticated", "another person has signed in: open the page again");
      c.set("session", session);
      return next();
    },
  };
}

/** A page says for whom it was opened: it must not act as who has signed in in its browser since. */
function isFor(c: Context, { caller }: Session): boolean {
  const person = c.req.header("x-talanoa-for") ?? c.req.query("for");
  return person === undefined || person === encodeURIComponent(caller.principal);
}

/** Whether a session goes on only with a new token. */
function isDue({ caller }: Session, { renewAt, refreshToken }: Tokens): boolean {
  const now = Date.now();
  const lasts = caller.expiresAt > now;
  return now >= renewAt && !(lasts && !refreshToken);
}

function dueOf(granted: Granted): Due {
  const now = Date.now();
  const { expiresAt } = callerOf(claimsIn(granted.token));
  const ahead = Math.min(AHEAD, Math.round(Math.max(0, expiresAt - now) / 3));
  return { ...granted, renewAt: expiresAt - ahead };
}

function nameOf(refreshToken: string): string {
  return createHash("sha256").update(refreshToken).digest("base64");
}

/** The issuer gave it over TLS and the cookie is sealed: the hub checks its signature, as of any caller. */
function claimsIn(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch (cause) {
    throw new HubError("unauthenticated", "the issuer's token is not a JWT", { cause });
  }
}

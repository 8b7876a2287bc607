import { createHash } from "node:crypto";
import type { HubAddresses } from "@talanoa/client/identity.ts";
import { callerOf } from "@talanoa/platform/auth/tokens.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Context, MiddlewareHandler } from "hono";
import { decodeJwt, type JWTPayload } from "jose";
import { z } from "zod";
import { type Granted, type Issuer, NotGranted } from "./issuer.ts";
import type { SealedCookie } from "./sealed-cookie.ts";
import type { Known, Session, Tokens } from "./session.ts";

export interface SessionOptions {
  readonly issuer: Issuer;
  readonly cookie: SealedCookie;
  readonly hub: HubAddresses;
  /** Milliseconds after which one signs in again. */
  readonly longest: number;
}

/** Who is signed in. The server keeps nothing of it: any instance reads the cookie of any other. */
export interface Sessions {
  /** Signs in with what the issuer gave. Throws HubError `unauthenticated` for a token that is not the hub's. */
  begin(c: Context, granted: Granted): Promise<void>;
  /** Who is signed in, with a token that lasts; undefined when nobody is. */
  current(c: Context): Promise<Session | undefined>;
  /** The same where nothing has to be renewed for it, and nobody is waited for. */
  standing(c: Context): Promise<Session | undefined>;
  end(c: Context): void;
  /** For handlers that only who is signed in may reach. */
  readonly needed: MiddlewareHandler<Known>;
}

/** A token is renewed so long before its end, or in the last third of a short life. */
const AHEAD = 60_000;
/** So long it is known what became of a refresh token: a page sends several requests with the same cookie. */
const REMEMBERED = 60_000;

const kept = z.object({
  token: z.string(),
  refreshToken: z.string().optional(),
  renewAt: z.number(),
  until: z.number(),
});

export function openSessions({ issuer, cookie, hub, longest }: SessionOptions): Sessions {
  const renewals = new Map<string, Promise<Granted>>();

  /** One renewal for all who ask with the same refresh token: many an issuer takes it once. */
  function renewed(refreshToken: string): Promise<Granted> {
    const name = createHash("sha256").update(refreshToken).digest("base64");
    let renewal = renewals.get(name);
    if (!renewal) {
      renewal = issuer.renew(refreshToken);
      renewals.set(name, renewal);
      const forget = () => renewals.delete(name);
      renewal.then(() => setTimeout(forget, REMEMBERED).unref(), forget);
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

  async function keep(c: Context, granted: Granted, until: number): Promise<Session> {
    const session = sessionOf({ ...granted, renewAt: renewalOf(granted.token), until });
    await cookie.write(c, { ...session.tokens }, until);
    return session;
  }

  async function read(c: Context): Promise<Session | undefined> {
    const its = kept.safeParse(await cookie.read(c));
    return its.success && its.data.until > Date.now() ? sessionOf(its.data) : undefined;
  }

  async function standing(c: Context): Promise<Session | undefined> {
    const session = await read(c);
    return session && !isDue(session) ? session : undefined;
  }

  async function current(c: Context): Promise<Session | undefined> {
    const session = await read(c);
    if (!session || !isDue(session)) return session;
    const { tokens } = session;
    if (!tokens.refreshToken) return undefined;
    const lasts = session.caller.expiresAt > Date.now();
    try {
      return await keep(c, await renewed(tokens.refreshToken), tokens.until);
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
      await keep(c, granted, Date.now() + longest);
    },
    end: (c) => cookie.clear(c),
    needed: async (c, next) => {
      const session = await current(c);
      if (!session) throw new HubError("unauthenticated", "nobody is signed in: sign in");
      c.set("session", session);
      return next();
    },
  };
}

/** Whether a session goes on only with a new token. */
function isDue({ tokens, caller }: Session): boolean {
  const now = Date.now();
  const lasts = caller.expiresAt > now;
  return now >= tokens.renewAt && !(lasts && !tokens.refreshToken);
}

function renewalOf(token: string): number {
  const now = Date.now();
  const { expiresAt } = callerOf(claimsIn(token));
  return expiresAt - Math.min(AHEAD, Math.round(Math.max(0, expiresAt - now) / 3));
}

/** The issuer gave it over TLS and the cookie is sealed: the hub checks its signature, as of any caller. */
function claimsIn(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch (cause) {
    throw new HubError("unauthenticated", "the issuer's token is not a JWT", { cause });
  }
}

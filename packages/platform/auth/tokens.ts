import { readFile } from "node:fs/promises";
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
  type JWTVerifyGetKey,
} from "jose";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import { isParticipantForm } from "@talanoa/sharing/codes/participants.ts";
import { z } from "zod";
import { HubError } from "../errors.ts";

/** What a principal may do; `screening` is a system that has messages screened and raises risk flags, and does nothing else. */
export type Role = (typeof roles)[number];

const roles = ["publisher", "liaison", "auditor", "secretariat", "screening"] as const;

/** Who calls: a principal that acts for one participant. */
export interface Caller {
  readonly participant: string;
  /** An opaque id; names are kept elsewhere. */
  readonly principal: string;
  readonly roles: readonly Role[];
  readonly office: string;
  /** When the token ends, Unix milliseconds. */
  readonly expiresAt: number;
}

export interface TokenOptions {
  /** Where the issuer's public keys are: the path of a file, or an address. */
  readonly jwks: { readonly file: string } | { readonly url: string };
  readonly issuer: string;
  readonly audience: string;
}

/** Tells who calls. Throws HubError `unauthenticated`, whose text never holds the token. */
export type VerifyToken = (token: string) => Promise<Caller>;

const claimsShape = z.object({
  sub: z.string().regex(SUBJECT_TOKEN),
  participant: z.string().refine(isParticipantForm),
  roles: z.array(z.enum(roles)).min(1),
  office: z.string().max(100).default(""),
  exp: z.number(),
});

// A bound, since a caller may bring ever new ones.
const CACHED_TOKENS = 10_000;
// What a token costs to verify is spent once a minute. A key that the issuer takes back counts no longer then: for a
// file, since it is read again each second; for an address a minute later.
const TRUSTED_FOR = 59_000;
const READ_AGAIN = 1_000;
const ASK_AGAIN = 60_000;
// jose has these for a key set that could not be had: the hub's trouble, not the caller's.
const noKeySet: ReadonlySet<string> = new Set(
  [errors.JOSEError, errors.JWKSTimeout, errors.JWKSInvalid].map(({ code }) => code),
);
const CLOCK_TOLERANCE_SECONDS = 5;

/** Checks bearer tokens: EdDSA alone, against the issuer's key set, with issuer, audience and times. */
export function tokenVerifier(options: TokenOptions): VerifyToken {
  const keys = keySet(options.jwks);
  const known = new Map<string, { caller: Caller; verifiedAt: number }>();
  return async (token) => {
    const now = Date.now();
    const cached = known.get(token);
    const lasts = cached !== undefined && cached.caller.expiresAt > now;
    if (lasts && now < cached.verifiedAt + TRUSTED_FOR) return cached.caller;
    let caller: Caller;
    try {
      caller = await verify(token, keys, options);
    } catch (error) {
      const isAway = error instanceof HubError && error.code === "unavailable";
      if (!isAway) known.delete(token);
      // An issuer that is away for a while must not end the work of those who were signed in.
      if (!lasts || !isAway) throw error;
      caller = cached.caller;
    }
    // Anew: the oldest go first.
    known.delete(token);
    if (known.size >= CACHED_TOKENS) known.delete(known.keys().next().value as string);
    known.set(token, { caller, verifiedAt: now });
    return caller;
  };
}

async function verify(
  token: string,
  keys: JWTVerifyGetKey,
  { issuer, audience }: TokenOptions,
): Promise<Caller> {
  let payload: JWTPayload;
  try {
    ({ payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ["EdDSA", "Ed25519"],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ["sub", "exp", "iss", "aud"],
    }));
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError) || noKeySet.has(cause.code)) {
      throw new HubError("unavailable", "the issuer's keys cannot be read now", { cause });
    }
    const expired = cause instanceof errors.JWTExpired;
    const text = expired ? "the token has expired: sign in again" : "the token is not valid";
    throw new HubError("unauthenticated", text, { cause });
  }
  return callerOf(payload);
}

/** Who calls, by the claims of a token. Throws HubError `unauthenticated` for claims that are not as agreed. */
export function callerOf(payload: unknown): Caller {
  const claims = claimsShape.safeParse(payload);
  if (!claims.success) {
    const names = claims.error.issues.map(({ path }) => path.join(".")).join(", ");
    throw new HubError("unauthenticated", `the token's claims are not as agreed: ${names}`);
  }
  const { sub: principal, participant, roles, office, exp } = claims.data;
  return { participant, principal, roles, office, expiresAt: exp * 1_000 };
}

function keySet(source: TokenOptions["jwks"]): JWTVerifyGetKey {
  if ("url" in source) return createRemoteJWKSet(new URL(source.url), { cacheMaxAge: ASK_AGAIN });
  return fileKeySet(source.file);
}

/** The key set of a file, read when it is needed, at most each second. */
function fileKeySet(file: string): JWTVerifyGetKey {
  let readAt = 0;
  let current: Promise<JWTVerifyGetKey> | undefined;
  const read = async (): Promise<JWTVerifyGetKey> => {
    const text = await readFile(file, "utf8");
    return createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
  };
  return async (header, token) => {
    const now = Date.now();
    if (!current || now >= readAt + READ_AGAIN) {
      readAt = now;
      current = read();
    }
    return (await current)(header, token);
  };
}

import type { SigningJwk } from "@talanoa/client/identity.ts";
import { importJWK, SignJWT } from "jose";

export const tokenIssuer = "talanoa-embedded";
export const tokenAudience = "talanoa";

/** What a token says about a principal. */
export interface TokenClaims {
  readonly principal: string;
  readonly participant: string;
  readonly roles: readonly string[];
  readonly office: string;
}

const DAY = 24 * 3_600;

/**
 * Mints tokens (JWT, EdDSA) that are valid from `now`.
 *
 * @param now Unix milliseconds
 * @param seconds for how long; 24 hours
 */
export async function tokenMint(
  key: SigningJwk,
  now: number,
  seconds = DAY,
): Promise<(claims: TokenClaims) => Promise<string>> {
  const privateKey = await importJWK({ ...key }, "EdDSA");
  const issued = Math.floor(now / 1000);
  return ({ principal, participant, roles, office }) =>
    new SignJWT({ participant, roles: [...roles], office })
      .setProtectedHeader({ alg: "EdDSA", kid: key.kid, typ: "JWT" })
      .setIssuer(tokenIssuer)
      .setAudience(tokenAudience)
      .setSubject(principal)
      .setIssuedAt(issued)
      .setExpirationTime(issued + seconds)
      .sign(privateKey);
}

/** The JWKS document by which services check this issuer's tokens: of several keys while one takes over from another. */
export function keySet(...issuing: readonly SigningJwk[]): string {
  const keys = issuing.map(({ kty, crv, kid, x }) => ({
    kty,
    crv,
    kid,
    x,
    alg: "EdDSA",
    use: "sig",
  }));
  return JSON.stringify({ keys }, undefined, 2);
}

import type { SigningJwk } from "@talanoa/client/identity.ts";
import { errors, importJWK, jwtVerify, SignJWT } from "jose";
import { tokenAudience, type TokenClaims, tokenIssuer, tokenMint } from "../token-issuer.ts";
import { OAuthError } from "./oauth-error.ts";

/** The tokens of this issuer, all signed with one key (EdDSA). */
export interface IssuedTokens {
  /** The answer of the token endpoint (RFC 6749, section 5.1; OpenID Connect Core, section 3.1.3.3). */
  grant(person: TokenClaims, nonce?: string): Promise<object>;
  /** Whose refresh token this is. Throws OAuthError `invalid_grant`. */
  refreshedBy(refreshToken: string): Promise<string>;
  /** Whose token for the hub this is. Throws OAuthError `invalid_token`. */
  bearer(token: string): Promise<string>;
}

export interface IssuedTokensOptions {
  readonly key: SigningJwk;
  /** This issuer's own address, which tokens for the client name; those for the hub name the hub's issuer. */
  readonly issuer: string;
  readonly client: string;
  /** How long a token for the hub lasts, in seconds. */
  readonly seconds: number;
}

const DAY = 24 * 3_600;
const REFRESH = "refresh";

export async function issuedTokens(options: IssuedTokensOptions): Promise<IssuedTokens> {
  const { key, issuer, client, seconds } = options;
  const privateKey = await importJWK({ ...key }, "EdDSA");
  const { kty, crv, x } = key;
  const publicKey = await importJWK({ kty, crv, x }, "EdDSA");

  const sign = (audience: string, principal: string, lasts: number, claims: object = {}) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: "EdDSA", kid: key.kid, typ: "JWT" })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(principal)
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1_000) + lasts)
      .sign(privateKey);

  async function subjectOf(
    token: string,
    expected: { issuer: string; audience: string },
    error: OAuthError["error"],
  ): Promise<string> {
    try {
      const { payload } = await jwtVerify(token, publicKey, { ...expected, algorithms: ["EdDSA"] });
      return payload.sub ?? "";
    } catch (cause) {
      if (!(cause instanceof errors.JOSEError)) throw cause;
      throw new OAuthError(error, "the token is not valid");
    }
  }

  return {
    async grant(person, nonce) {
      const mint = await tokenMint(key, Date.now(), seconds);
      return {
        access_token: await mint(person),
        token_type: "Bearer",
        expires_in: seconds,
        refresh_token: await sign(REFRESH, person.principal, DAY),
        id_token: await sign(client, person.principal, seconds, nonce ? { nonce } : {}),
      };
    },
    refreshedBy: (token) => subjectOf(token, { issuer, audience: REFRESH }, "invalid_grant"),
    bearer: (token) =>
      subjectOf(token, { issuer: tokenIssuer, audience: tokenAudience }, "invalid_token"),
  };
}

import { HubError } from "@talanoa/platform/errors.ts";
import * as oidc from "openid-client";
import { readAgain } from "./read-again.ts";

/** What must be remembered from the way out to the issuer until the way back. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What the issuer gives. */
export interface Granted {
  readonly token: string;
  readonly refreshToken?: string | undefined;
}

/** The issuer does not give, or renew, a token: whoever asked signs in again. */
export class NotGranted extends Error {
  override readonly name = "NotGranted";
}

/**
 * The issuer at which people sign in: OpenID Connect, code flow with PKCE (S256). What it publishes of itself is read
 * when it is first needed, and each hour. All throw HubError `unavailable` when it does not answer, and `NotGranted`
 * when it says no.
 */
export interface Issuer {
  begin(attempt: Attempt): Promise<URL>;
  /** `query` is what it sent back. */
  finish(query: string, attempt: Attempt): Promise<Granted>;
  renew(refreshToken: string): Promise<Granted>;
  /** Does nothing at an issuer that takes no token back. */
  revoke(refreshToken: string): Promise<void>;
  /** Where one signs out of the issuer too; undefined when it has no such place. */
  signOutPage(): Promise<URL | undefined>;
  /** Where a device's key is enrolled with a person's token, if this issuer does so. */
  enrolment(): Promise<URL | undefined>;
}

export interface IssuerOptions {
  readonly url: URL;
  readonly client: string;
  readonly secret?: string | undefined;
  readonly scope: string;
  readonly resource?: string | undefined;
  /** Where the console is reached. */
  readonly console: URL;
}

export const RETURN_PATH = "/signed-in";
const READ_AGAIN = 3_600_000;
const PATIENCE_SECONDS = 10;

export function openIssuer(options: IssuerOptions): Issuer {
  const { url, client, secret, scope, resource } = options;
  const back = new URL(RETURN_PATH, options.console);
  const forHub: Record<string, string> = resource ? { resource } : {};

  const configuration = readAgain(
    () =>
      oidc.discovery(url, client, {}, secret ? oidc.ClientSecretBasic(secret) : oidc.None(), {
        timeout: PATIENCE_SECONDS,
        // The settings take http on loopback alone.
        ...(url.protocol === "http:" && { execute: [oidc.allowInsecureRequests] }),
      }),
    READ_AGAIN,
  );

  return {
    begin: ({ state, nonce, verifier }) =>
      asking(async () =>
        oidc.buildAuthorizationUrl(await configuration(), {
          redirect_uri: back.href,
          scope,
          state,
          nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: "S256",
          ...forHub,
        }),
      ),
    finish: (query, { state, nonce, verifier }) =>
      asking(async () => {
        const checks = {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        };
        const here = new URL(query, back);
        return granted(
          await oidc.authorizationCodeGrant(await configuration(), here, checks, forHub),
        );
      }),
    renew: (refreshToken) =>
      asking(async () => {
        const given = await oidc.refreshTokenGrant(await configuration(), refreshToken, forHub);
        return { refreshToken, ...granted(given) };
      }),
    revoke: (refreshToken) =>
      asking(async () => {
        const config = await configuration();
        const { revocation_endpoint } = config.serverMetadata();
        if (revocation_endpoint) await oidc.tokenRevocation(config, refreshToken);
      }),
    signOutPage: () =>
      asking(async () => {
        const config = await configuration();
        if (!config.serverMetadata().end_session_endpoint) return undefined;
        return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: options.console.href });
      }),
    enrolment: () =>
      asking(async () => {
        const its = (await configuration()).serverMetadata()["talanoa_enrolment_endpoint"];
        return typeof its === "string" ? new URL(its) : undefined;
      }),
  };
}

function granted(given: oidc.TokenEndpointResponse): Granted {
  const { access_token: token, refresh_token: refreshToken } = given;
  return { token, ...(refreshToken && { refreshToken }) };
}

/** Tells an issuer that says no from one that cannot be asked; nothing of what was said is kept in a text. */
async function asking<Its>(ask: () => Promise<Its>): Promise<Its> {
  try {
    return await ask();
  } catch (error) {
    if (isRefusal(error)) throw new NotGranted("the issuer gives no token", { cause: safe(error) });
    throw new HubError("unavailable", "the issuer at which one signs in does not answer", {
      cause: safe(error),
    });
  }
}

function isRefusal(error: unknown): boolean {
  if (error instanceof oidc.AuthorizationResponseError) return true;
  // 5xx, and 429: it cannot now. Anything else at the token's place is its word.
  if (error instanceof oidc.ResponseBodyError) return error.status < 500 && error.status !== 429;
  const { code } = error as { code?: unknown };
  return typeof code === "string" && refusals.has(code);
}

/** What openid-client calls an answer that is not the one to this question, or not the issuer's. */
const refusals: ReadonlySet<string> = new Set([
  "OAUTH_INVALID_RESPONSE",
  "OAUTH_JWT_CLAIM_COMPARISON_FAILED",
  "OAUTH_JWT_TIMESTAMP_CHECK_FAILED",
]);

/** The error's code alone: what the library quotes may hold a token or a name. */
function safe(error: unknown): Error {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  const words = [code, cause?.code].filter((each) => typeof each === "string");
  return new Error(words.join(", ") || (error as Error).name);
}

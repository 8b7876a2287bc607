import { join } from "node:path";
import type { SigningJwk } from "@talanoa/client/identity.ts";
import { type Context, Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { keySet, type TokenClaims } from "../token-issuer.ts";
import { Codes, readAuthorization } from "./authorization.ts";
import { enrolKey } from "./enrol-key.ts";
import { issuedTokens } from "./issued-tokens.ts";
import { OAuthError } from "./oauth-error.ts";
import { findPerson, readDesks } from "./people.ts";
import { signInPage, signInStyle } from "./sign-in-page.ts";

export interface IssuerOptions {
  /** Its own address, `http://127.0.0.1:port`. */
  readonly issuer: string;
  /** Where the console is: nobody is sent elsewhere. */
  readonly console: string;
  /** The folder of the identities of the demo's people. */
  readonly identities: string;
  readonly key: SigningJwk;
  /** How long a token for the hub lasts, in seconds. */
  readonly seconds: number;
}

const CLIENT = "talanoa-console";
const SECRETARIAT = "oco-secretariat";
const loopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/;

/**
 * A small issuer of OpenID Connect for the people of the demo, who prove nothing: whoever reaches it is whom they say. So
 * it answers on loopback alone, and to no name but loopback's, lest another site's name be pointed here.
 */
export async function issuerApp(options: IssuerOptions): Promise<Hono> {
  const { issuer, identities, key, seconds } = options;
  const client = { id: CLIENT, redirectUri: new URL("/signed-in", options.console).href };
  const tokens = await issuedTokens({ key, issuer, client: CLIENT, seconds });
  const codes = new Codes();

  const person = async (principal: string, error: OAuthError["error"]): Promise<TokenClaims> => {
    const found = await findPerson(identities, principal);
    if (found) return found;
    throw new OAuthError(error, "there is no such person");
  };

  const app = new Hono();
  app.onError((error, c) => {
    if (error instanceof OAuthError)
      return c.json({ error: error.error, error_description: error.message }, 400);
    return c.json({ error: "server_error", error_description: error.message }, 500);
  });
  app.use(async (c, next) => {
    if (loopback.test(c.req.header("host") ?? "")) return next();
    return c.text("this issuer answers on loopback alone\n", 421);
  });
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        frameAncestors: ["'none'"],
      },
      strictTransportSecurity: false,
    }),
  );
  app.use(async (c, next) => {
    c.header("cache-control", "no-store");
    return next();
  });

  app.get("/.well-known/openid-configuration", (c) =>
    c.json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ["code"],
      grant_types_supported: ["authorization_code", "refresh_token"],
      subject_types_supported: ["public"],
      scopes_supported: ["openid", "offline_access"],
      id_token_signing_alg_values_supported: ["EdDSA"],
      token_endpoint_auth_methods_supported: ["none"],
      code_challenge_methods_supported: ["S256"],
      authorization_response_iss_parameter_supported: true,
      talanoa_enrolment_endpoint: `${issuer}/enrolment`,
    }),
  );
  app.get("/jwks", (c) => c.body(keySet(key), 200, { "content-type": "application/json" }));
  app.get("/sign-in.css", (c) => c.body(signInStyle, 200, { "content-type": "text/css" }));

  app.get("/authorize", async (c) => {
    const query = new URL(c.req.url).searchParams;
    const asked = readAuthorization(query, client);
    const principal = query.get("person");
    if (!principal) return c.html(signInPage(await readDesks(identities), query));
    await person(principal, "invalid_request");
    const back = new URL(asked.redirectUri);
    back.searchParams.set("code", codes.give(principal, asked, Date.now()));
    back.searchParams.set("state", asked.state);
    back.searchParams.set("iss", issuer);
    return c.redirect(back.href);
  });

  app.post("/token", async (c) => {
    const form = await c.req.parseBody();
    const field = (name: string): string => (typeof form[name] === "string" ? form[name] : "");
    switch (field("grant_type")) {
      case "authorization_code": {
        const [code, verifier] = [field("code"), field("code_verifier")];
        const its = codes.redeem(code, verifier, field("redirect_uri"), Date.now());
        return c.json(await tokens.grant(await person(its.principal, "invalid_grant"), its.nonce));
      }
      case "refresh_token": {
        const principal = await tokens.refreshedBy(field("refresh_token"));
        return c.json(await tokens.grant(await person(principal, "invalid_grant")));
      }
      default:
        throw new OAuthError("unsupported_grant_type", "grant_type is none that is known here");
    }
  });

  app.post("/enrolment", async (c) => {
    const bearer = await tokens.bearer(bearerOf(c));
    const { publicKey } = (await c.req.json<{ publicKey?: unknown }>().catch(() => null)) ?? {};
    const bytes = Buffer.from(typeof publicKey === "string" ? publicKey : "", "base64url");
    const secretariat = join(identities, `${SECRETARIAT}.json`);
    const keyId = await enrolKey(await person(bearer, "invalid_token"), bytes, secretariat);
    return c.json({ keyId });
  });
  return app;
}

function bearerOf(c: Context): string {
  return /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
}

import { createHash, randomBytes } from "node:crypto";
import { OAuthError } from "./oauth-error.ts";

/** What a client asks when it sends a person here (RFC 6749, section 4.1.1; RFC 7636). */
export interface Authorization {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly challenge: string;
}

/** The one client that is known here. */
export interface KnownClient {
  readonly id: string;
  readonly redirectUri: string;
}

/** Reads the question of a client. Throws OAuthError: nobody is then sent anywhere. */
export function readAuthorization(query: URLSearchParams, client: KnownClient): Authorization {
  const wanted: { readonly [name: string]: string } = {
    client_id: client.id,
    redirect_uri: client.redirectUri,
    response_type: "code",
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(wanted))
    if (query.get(name) !== value)
      throw new OAuthError("invalid_request", `${name} must be ${value}`);
  const challenge = query.get("code_challenge") ?? "";
  if (!/^[\w-]{43}$/.test(challenge))
    throw new OAuthError("invalid_request", "code_challenge must be a SHA-256 in base64url");
  const { redirectUri } = client;
  return {
    redirectUri,
    state: query.get("state") ?? "",
    nonce: query.get("nonce") ?? "",
    challenge,
  };
}

/** What a code stands for until it is redeemed: once, within a minute. */
export interface Redeemed {
  readonly principal: string;
  readonly nonce: string;
}

const LASTS = 60_000;

export class Codes {
  readonly #given = new Map<string, { principal: string; asked: Authorization; until: number }>();

  /** A code for a person. `now` is Unix milliseconds. */
  give(principal: string, asked: Authorization, now: number): string {
    for (const [code, { until }] of this.#given) if (until < now) this.#given.delete(code);
    const code = randomBytes(32).toString("base64url");
    this.#given.set(code, { principal, asked, until: now + LASTS });
    return code;
  }

  /** Throws OAuthError `invalid_grant` unless the code is known, young, and of who knows the verifier. */
  redeem(code: string, verifier: string, redirectUri: string, now: number): Redeemed {
    const given = this.#given.get(code);
    this.#given.delete(code);
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    if (
      !given ||
      given.until < now ||
      given.asked.challenge !== challenge ||
      given.asked.redirectUri !== redirectUri
    )
      throw new OAuthError("invalid_grant", "the code is not valid");
    return { principal: given.principal, nonce: given.asked.nonce };
  }
}

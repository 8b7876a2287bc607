import type { Identity } from "@talanoa/client/identity.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";

/** What the issuer gave to who is signed in. It lives in the browser's cookie alone, sealed. */
export interface Tokens {
  /** Of the session: random, and the same however often its tokens are renewed. */
  readonly id: string;
  /** For the hub: a JWT. */
  readonly token: string;
  readonly refreshToken?: string | undefined;
  /** When a new token is fetched, and until when one stays signed in at most: Unix milliseconds. */
  readonly renewAt: number;
  readonly until: number;
}

/** Who is signed in, for the duration of one request. */
export interface Session {
  readonly caller: Caller;
  /** As the SDK wants it; it signs nothing here. */
  readonly identity: Identity;
  readonly tokens: Tokens;
}

/** What the handlers of a request know. */
export interface Known {
  Variables: {
    session: Session;
    /** The hub's method that is called. */
    method?: string;
  };
}

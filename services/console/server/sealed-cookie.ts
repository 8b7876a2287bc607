import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { CookieOptions } from "hono/utils/cookie";
import { EncryptJWT, errors, jwtDecrypt, type JWTPayload } from "jose";

/** Something that only this server can read and write, kept by the browser. */
export interface SealedCookie {
  /** What it holds; undefined when there is none, or it was not sealed with this key for this use, or its time is over. */
  read(c: Context): Promise<JWTPayload | undefined>;
  /** `until` is Unix milliseconds. Throws RangeError for more than browsers keep. */
  write(c: Context, payload: JWTPayload, until: number): Promise<void>;
  clear(c: Context): void;
}

// Browsers keep 4,096 bytes of a cookie, with its name and attributes; what is longer stands in several.
const PART = 3_800;
const MOST_PARTS = 4;

/**
 * A cookie that is a JWE (RFC 7516: direct encryption, A256GCM). Not readable by scripts, sent with no request of
 * another site but a click that leads here, which is how people come back from the issuer.
 *
 * @param secure whether the console is reached by https: the cookie then never travels in clear, and no other host of
 * the domain can set it (`__Host-`)
 */
export function sealedCookie(use: string, key: Uint8Array, secure: boolean): SealedCookie {
  const prefix = secure ? "__Host-talanoa" : "talanoa";
  const names = Array.from({ length: MOST_PARTS }, (_, at) => `${prefix}-${use}-${at}`);
  const options: CookieOptions = { httpOnly: true, sameSite: "Lax", path: "/", secure };

  return {
    async read(c) {
      const parts = names.map((name) => getCookie(c, name));
      const end = parts.indexOf(undefined);
      const sealed = parts.slice(0, end < 0 ? MOST_PARTS : end).join("");
      if (sealed === "") return undefined;
      try {
        return (await jwtDecrypt(sealed, key, { audience: use })).payload;
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
    async write(c, payload, until) {
      const sealed = await new EncryptJWT(payload)
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .setAudience(use)
        .setExpirationTime(Math.floor(until / 1_000))
        .encrypt(key);
      if (sealed.length > PART * MOST_PARTS)
        throw new RangeError(
          `the issuer's tokens are too long for a cookie: ${sealed.length} bytes`,
        );
      for (const [at, name] of names.entries()) {
        const part = sealed.slice(at * PART, (at + 1) * PART);
        if (part) setCookie(c, name, part, options);
        else if (getCookie(c, name) !== undefined) deleteCookie(c, name, options);
      }
    },
    clear(c) {
      for (const name of names)
        if (getCookie(c, name) !== undefined) deleteCookie(c, name, options);
    },
  };
}

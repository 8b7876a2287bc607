import { address, InvalidConfig, logLevel, readConfig, safeUrl } from "@talanoa/platform/config.ts";
import type { Environment } from "@talanoa/platform/config.ts";
import { isLoopback } from "@talanoa/platform/loopback.ts";
import { z } from "zod";

/** What the console is told, by environment variable. */
const settings = z.object({
  /** `host:port`; without TLS only on loopback. */
  TALANOA_LISTEN: address,
  /** PEM files of its own certificate and key. */
  TALANOA_TLS_CERT_FILE: z.string().optional(),
  TALANOA_TLS_KEY_FILE: z.string().optional(),
  /** Where a browser finds it: `https://console.example`, without a path. */
  TALANOA_CONSOLE_URL: safeUrl.refine(
    (text) => new URL(text).href === `${new URL(text).origin}/`,
    "must be an address without a path",
  ),
  /** The hub's addresses and public keys, as an identity file has them under `hub`. */
  TALANOA_HUB_FILE: z.string().min(1),
  /** File with the key that seals the session's cookie: JSON `{"key": 32 bytes in base64}`; the same for all instances. */
  TALANOA_SESSION_KEY_FILE: z.string().min(1),
  /** After so many hours one signs in again, whatever was renewed meanwhile. */
  TALANOA_SESSION_HOURS: z.coerce.number().positive().max(72).default(12),
  /** The issuer of OpenID Connect at which people sign in, and as what the console is known there. */
  TALANOA_OIDC_ISSUER: safeUrl,
  TALANOA_OIDC_CLIENT: z.string().min(1).default("talanoa-console"),
  /** File with the secret of that client; without it, it is a public one. */
  TALANOA_OIDC_SECRET_FILE: z.string().optional(),
  /** What is asked for; `offline_access` is what most issuers want for a token that renews. */
  TALANOA_OIDC_SCOPE: z.string().min(1).default("openid offline_access"),
  /** For an issuer that wants to be told for whom the token is (RFC 8707). */
  TALANOA_OIDC_RESOURCE: z.string().optional(),
  /** How many instances of it are meant to run: one that is missing is told. */
  TALANOA_INSTANCES: z.coerce.number().int().positive().default(1),
  LOG_LEVEL: logLevel,
});

export type ConsoleSettings = z.infer<typeof settings>;

/** Reads the console's settings. Throws InvalidConfig that names every wrong one. */
export function readSettings(env: Environment): ConsoleSettings {
  const read = readConfig(settings, env);
  const { TALANOA_TLS_CERT_FILE: certificate, TALANOA_TLS_KEY_FILE: key } = read;
  if (Boolean(certificate) !== Boolean(key))
    throw new InvalidConfig("TALANOA_TLS_CERT_FILE and TALANOA_TLS_KEY_FILE are needed together");
  if (!certificate && !isLoopback(read.TALANOA_LISTEN))
    throw new InvalidConfig(
      `TALANOA_LISTEN: ${read.TALANOA_LISTEN} is not a loopback address: a console that others reach needs TLS`,
    );
  return read;
}

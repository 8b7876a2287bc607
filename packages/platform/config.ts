import { z } from "zod";

export type Environment = { readonly [name: string]: string | undefined };

/** The settings are not as they should be; the message has one readable line a setting. */
export class InvalidConfig extends Error {
  override readonly name = "InvalidConfig";
}

/**
 * Reads settings once, from an environment. Throws InvalidConfig that names every wrong setting and its
 * rule; a value is never quoted, since it may be a secret.
 */
export function readConfig<Shape extends z.ZodType>(
  shape: Shape,
  env: Environment,
): z.infer<Shape> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = shape.safeParse(set);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => {
    const name = path.join(".");
    return set[name] === undefined ? `${name} is not set` : `${name}: ${message}`;
  });
  throw new InvalidConfig(["The settings are not complete:", ...lines].join("\n  "));
}

/** `host:port`. */
export const address = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[^\s:]+):\d{1,5}$/, "must be host:port");
// Whoever stands in the way of the key set decides who is who.
export const safeUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && safeStart.test(text),
    "must be https, or http on loopback",
  );
const safeStart = /^(https:\/\/|http:\/\/(127\.\d+\.\d+\.\d+|localhost|\[::1\])[:/])/;

// What goes to the broker in clear, whoever stands in the way can read and change.
function areServers(text: string): boolean {
  const servers = text.split(",");
  const secured = servers.filter((url) => /^tls:\/\/[^\s/@]+$/.test(url));
  const onLoopback = servers.filter((url) => loopbackServer.test(url));
  return [secured.length, onLoopback.length].includes(servers.length);
}
const loopbackServer = /^nats:\/\/(127(\.\d{1,3}){3}|localhost|\[::1\]):\d{1,5}$/;

export const logLevel = z
  .enum(["trace", "debug", "info", "warn", "error", "fatal"])
  .default("info");

const count = z.coerce.number().int().positive();

/** What every service is told, by environment variable. A service extends it with its own. */
export const serviceSettings = z.object({
  /** Servers of the broker, separated by commas: `tls://host:port`, or `nats://host:port` on loopback. */
  TALANOA_NATS_URL: z
    .string()
    .refine(areServers, "must be tls:// addresses, or nats:// ones on loopback, comma-separated"),
  /** File with the seed of this service's nkey at the broker. */
  TALANOA_NATS_SEED_FILE: z.string().optional(),
  /** Certificates (PEM) of the authorities by which the broker's servers are known; the system's when absent. */
  TALANOA_NATS_CA_FILE: z.string().optional(),
  TALANOA_LISTEN: address,
  /** Keys of the token issuer: a file, or an address. One of them is needed. */
  TALANOA_JWKS_FILE: z.string().optional(),
  TALANOA_JWKS_URL: safeUrl.optional(),
  TALANOA_TOKEN_ISSUER: z.string().default("talanoa-embedded"),
  TALANOA_TOKEN_AUDIENCE: z.string().default("talanoa"),
  /** PEM files; a service that listens on more than loopback needs the first two. */
  TALANOA_TLS_CERT_FILE: z.string().optional(),
  TALANOA_TLS_KEY_FILE: z.string().optional(),
  TALANOA_TLS_CLIENT_CA_FILE: z.string().optional(),
  /** Size and replicas of the stream, used when it is created. */
  TALANOA_STREAM_MAX_BYTES: count.default(8 * 1024 ** 3),
  TALANOA_STREAM_REPLICAS: count.max(5).default(1),
  /** How many instances of this service are meant to run: one that is missing is told. */
  TALANOA_INSTANCES: count.default(1),
  /** Calls of one principal to one service, a second, and how many may come at once. */
  TALANOA_CALLS_PER_SECOND: z.coerce.number().positive().default(200),
  TALANOA_CALLS_BURST: count.default(1_000),
  /** Seconds for which repeated refusals of one principal or address become one record. */
  TALANOA_REFUSAL_SECONDS: z.coerce.number().positive().default(60),
  LOG_LEVEL: logLevel,
});

export type ServiceSettings = z.infer<typeof serviceSettings>;

import { isLoopbackHost } from "@talanoa/platform/loopback.ts";
import { InvalidConfig, safeUrl, serviceSettings } from "@talanoa/platform/config.ts";
import { databaseSettings } from "@talanoa/platform/database/access.ts";
import { readCertificates, readSettingFile } from "@talanoa/platform/setting-file.ts";
import { z } from "zod";
import type { MailAccess } from "./send/mail.ts";
import { isServiceForm, knownServices } from "./send/push-services.ts";

const count = z.coerce.number().int().positive();

/** What the service is told, by environment variable. */
export const settings = serviceSettings.extend(databaseSettings.shape).extend({
  /** File with the key that seals addresses: JSON `{"key": 32 bytes in base64}`; the same for all instances. */
  TALANOA_NOTIFICATION_KEY_FILE: z.string().min(1),
  /** Where a browser finds the console: all that a message says of where to read. */
  TALANOA_CONSOLE_URL: safeUrl.optional(),
  /** The server that takes e-mail; without one this hub sends none. */
  TALANOA_SMTP_HOST: z.string().optional(),
  TALANOA_SMTP_PORT: count.max(65_535).default(587),
  /** `starttls` or `tls`: without TLS nothing is sent; `none` for a server on this machine. */
  TALANOA_SMTP_SECURITY: z.enum(["starttls", "tls", "none"]).default("starttls"),
  TALANOA_SMTP_USER: z.string().optional(),
  /** File with the user's password; read for each connection. */
  TALANOA_SMTP_PASSWORD_FILE: z.string().optional(),
  /** Certificates (PEM) of the authorities by which the server is known; the system's when absent. */
  TALANOA_SMTP_CA_FILE: z.string().optional(),
  /** The address from which e-mail comes. */
  TALANOA_SMTP_FROM: z.email().optional(),
  /** Push services that are sent to, separated by commas: `host`, `*.host`; `none` for no alerts on devices. */
  TALANOA_PUSH_SERVICES: z
    .string()
    .default(knownServices.join())
    .transform((text) => (text === "none" ? [] : text.split(",")))
    .refine((its) => its.every(isServiceForm), "must be hosts, separated by commas, or none"),
  /** Certificates (PEM) of the authorities by which they are known; the system's when absent. */
  TALANOA_PUSH_CA_FILE: z.string().optional(),
  /** For so many seconds what comes is gathered into one message; the first flash goes at once. */
  TALANOA_NOTIFICATION_GATHER_SECONDS: z.coerce.number().positive().max(3_600).default(60),
  /** After so many days without signing in an officer is told of nothing more, and forgotten. */
  TALANOA_NOTIFICATION_DAYS: count.max(366).default(90),
});

export type NotificationSettings = z.infer<typeof settings>;

/** The way to the server that takes e-mail; null where none is set. Throws InvalidConfig. */
export function mailAccess(its: NotificationSettings): MailAccess | null {
  const {
    TALANOA_SMTP_HOST: host,
    TALANOA_SMTP_FROM: from,
    TALANOA_SMTP_SECURITY: security,
    TALANOA_SMTP_USER: user,
    TALANOA_SMTP_PASSWORD_FILE: passwordFile,
    TALANOA_SMTP_CA_FILE: caFile,
  } = its;
  if (!host) return null;
  if (!from) throw new InvalidConfig("TALANOA_SMTP_FROM is not set");
  if (!its.TALANOA_CONSOLE_URL) throw new InvalidConfig("TALANOA_CONSOLE_URL is not set");
  if (Boolean(user) !== Boolean(passwordFile)) {
    throw new InvalidConfig("TALANOA_SMTP_USER and TALANOA_SMTP_PASSWORD_FILE are needed together");
  }
  if (security === "none" && !isLoopbackHost(host)) {
    throw new InvalidConfig(
      "TALANOA_SMTP_SECURITY: a server that is not on this machine needs starttls or tls",
    );
  }
  if (passwordFile && readSettingFile("TALANOA_SMTP_PASSWORD_FILE", passwordFile).trim() === "")
    throw new InvalidConfig("TALANOA_SMTP_PASSWORD_FILE: the file must hold a password");
  return {
    host,
    port: its.TALANOA_SMTP_PORT,
    security,
    from,
    ...(user && passwordFile && { login: { user, passwordFile } }),
    ...(caFile && { ca: readCertificates("TALANOA_SMTP_CA_FILE", caFile) }),
  };
}

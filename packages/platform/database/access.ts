import { readFile } from "node:fs/promises";
import type pg from "pg";
import { z } from "zod";
import { InvalidConfig } from "../config.ts";
import { readCertificates, readSettingFile } from "../setting-file.ts";

/** What a service with a database of its own is told besides. */
export const databaseSettings = z.object({
  /** `postgres://user@host:port/database`; a password in it only for a database on this machine. */
  TALANOA_POSTGRES_URL: z
    .string()
    .refine(isPlainUrl, "must be postgres://user@host:port/database, without parameters"),
  /** File with the user's password. */
  TALANOA_POSTGRES_PASSWORD_FILE: z.string().optional(),
  /** Certificates (PEM) of the authorities by which the server is known; needed but on loopback. */
  TALANOA_POSTGRES_CA_FILE: z.string().optional(),
});

export type DatabaseSettings = z.infer<typeof databaseSettings>;

/** The way to a database. */
export interface DatabaseAccess {
  readonly url: string;
  readonly passwordFile?: string;
  readonly caFile?: string;
}

/** Throws InvalidConfig for settings that do not fit together, and for files that cannot be used. */
export function databaseAccess(settings: DatabaseSettings): DatabaseAccess {
  const {
    TALANOA_POSTGRES_URL: url,
    TALANOA_POSTGRES_PASSWORD_FILE: passwordFile,
    TALANOA_POSTGRES_CA_FILE: caFile,
  } = settings;
  const { hostname, password } = new URL(url);
  if (passwordFile) {
    if (password) {
      throw new InvalidConfig(
        "TALANOA_POSTGRES_URL: must have no password beside TALANOA_POSTGRES_PASSWORD_FILE",
      );
    }
    if (readSettingFile("TALANOA_POSTGRES_PASSWORD_FILE", passwordFile).trim() === "")
      throw new InvalidConfig("TALANOA_POSTGRES_PASSWORD_FILE: the file must hold a password");
  }
  if (caFile) readCertificates("TALANOA_POSTGRES_CA_FILE", caFile);
  else if (!isThisMachine(hostname)) {
    throw new InvalidConfig(
      "TALANOA_POSTGRES_CA_FILE is needed for a database that is not on this machine",
    );
  }
  return { url, ...(passwordFile && { passwordFile }), ...(caFile && { caFile }) };
}

/**
 * How the driver connects. The password is read for each connection, so that a renewed one is used without a restart;
 * with an authority the connection is TLS 1.3 to the server that the URL names, or none.
 */
export async function connectionOptions(access: DatabaseAccess): Promise<pg.PoolConfig> {
  const { passwordFile, caFile } = access;
  const { hostname, port, username, password, pathname } = new URL(access.url);
  const host = hostname.replace(/^\[|\]$/g, "");
  return {
    host,
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
    password: passwordFile
      ? async () => (await readFile(passwordFile, "utf8")).trim()
      : decodeURIComponent(password),
    // The host is what the certificate must name, also where it is an address.
    ...(caFile && { ssl: { ca: await readFile(caFile), host, minVersion: "TLSv1.3" } }),
  };
}

function isPlainUrl(text: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { hostname, username, pathname, search } = new URL(text);
  return hostname !== "" && username !== "" && pathname.length > 1 && search === "";
}

function isThisMachine(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

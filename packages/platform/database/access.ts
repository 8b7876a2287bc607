import { isLoopbackHost } from "../loopback.ts";
import { readFile } from "node:fs/promises";
import type pg from "pg";
import { z } from "zod";
import { InvalidConfig } from "../config.ts";
import { readCertificates, readSettingFile } from "../setting-file.ts";
import { type ClientClass, clientsOfPrimary, serverUrls } from "./servers.ts";

/** What a service with a database of its own is told besides. */
export const databaseSettings = z.object({
  /**
   * `postgres://user@host:port/database`; `host:port,host:port` for several servers, of which the one that takes
   * writes is used. A password in it only for a database on this machine.
   */
  TALANOA_POSTGRES_URL: z
    .string()
    .refine(isPlainUrl, "must be postgres://user@host:port/database, without parameters"),
  /** File with the user's password. */
  TALANOA_POSTGRES_PASSWORD_FILE: z.string().optional(),
  /** Certificates (PEM) of the authorities by which the server is known; needed but on loopback. */
  TALANOA_POSTGRES_CA_FILE: z.string().optional(),
  /** For how many standbys its commits are meant to wait: one that is missing is told. A single server has none. */
  TALANOA_POSTGRES_STANDBYS: z.coerce.number().int().min(0).default(0),
});

export type DatabaseSettings = z.infer<typeof databaseSettings>;

/** The way to a database. */
export interface DatabaseAccess {
  readonly url: string;
  readonly passwordFile?: string;
  readonly caFile?: string;
}

/** Throws InvalidConfig for settings that do not fit together, and for files that cannot be used. */
export function databaseAccess(
  settings: Omit<DatabaseSettings, "TALANOA_POSTGRES_STANDBYS">,
): DatabaseAccess {
  const {
    TALANOA_POSTGRES_URL: url,
    TALANOA_POSTGRES_PASSWORD_FILE: passwordFile,
    TALANOA_POSTGRES_CA_FILE: caFile,
  } = settings;
  const servers = serverUrls(url).map((each) => new URL(each));
  const password = servers.some((each) => each.password !== "");
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
  else if (!servers.every(({ hostname }) => isLoopbackHost(hostname))) {
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
export async function connectionOptions(
  access: DatabaseAccess,
): Promise<pg.PoolConfig & { readonly Client: ClientClass }> {
  const { passwordFile, caFile } = access;
  const urls = serverUrls(access.url).map((url) => new URL(url));
  const { username, password, pathname } = urls[0]!;
  const servers = urls.map(({ hostname, port }) => ({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port || 5432),
  }));
  return {
    Client: clientsOfPrimary(servers),
    user: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
    password: passwordFile ? () => passwordIn(passwordFile) : decodeURIComponent(password),
    ...(caFile && { ssl: { ca: await readFile(caFile), minVersion: "TLSv1.3" } }),
  };
}

/** The password that a file holds. Throws EAGAIN while nothing is in it: it is just being written. */
async function passwordIn(file: string): Promise<string> {
  const password = (await readFile(file, "utf8")).trim();
  if (password === "")
    throw Object.assign(new Error(`${file} is empty, and a password must stand in it`), {
      code: "EAGAIN",
    });
  return password;
}

function isPlainUrl(text: string): boolean {
  return serverUrls(text).every((url) => {
    if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) return false;
    const { hostname, username, pathname, search } = new URL(url);
    return hostname !== "" && username !== "" && pathname.length > 1 && search === "";
  });
}

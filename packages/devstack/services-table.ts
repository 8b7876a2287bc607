import { join } from "node:path";
import type { Door, HubKeys } from "./identities.ts";
import { listening } from "./listening.ts";
import type { ReadyCheck } from "./service-process.ts";

/** What the runner gives to a service. */
export interface ServiceSpec {
  readonly name: string;
  /** Path of the program. */
  readonly entry: string;
  /** The name by which identities know its address. */
  readonly door?: Door;
  /** A PostgreSQL database of this name, its URL in TALANOA_POSTGRES_URL. */
  readonly database?: string;
  /** The key with which the hub signs receipts, its file in TALANOA_HUB_KEY_FILE. */
  readonly hubKey?: boolean;
  /** The key of the search index, its file in TALANOA_SEARCH_KEY_FILE. */
  readonly searchKey?: boolean;
  /** The key with which the exchange log signs checkpoints, its file in TALANOA_LOG_KEY_FILE. */
  readonly logKey?: boolean;
  /** The setting that says where it serves over HTTP besides; its port has the name `<service>-http`. */
  readonly http?: string;
  /** A folder of its own, in TALANOA_DATA_DIR. */
  readonly dataFolder?: boolean;
  /** The folder of the identities that screening systems have, in TALANOA_SCREENING_DIR. */
  readonly screening?: boolean;
  /** Further settings, by what the hub is. */
  readonly settings?: (hub: Surroundings) => NodeJS.ProcessEnv;
  /** How it is known to serve, where that is not by gRPC's health. */
  readonly ready?: ReadyCheck;
}

/** What a service can be told of the hub that it belongs to. */
export interface Surroundings {
  /** `host:port` of each service. */
  readonly addresses: { readonly [service: string]: string };
  readonly identitiesDir: string;
  /** Where the hub is and how it is known. */
  readonly hubFile: string;
  /** Files of the hub's keys. */
  readonly keys: HubKeys;
}

const httpAddress = (address: string | undefined): string => `http://${address}`;
const services = join(import.meta.dirname, "..", "..", "services");
const entry = (name: string): string => join(services, name, "main.ts");

/** The name under which the port of a service's HTTP door is chosen and remembered. */
export function httpPortName(service: string): string {
  return `${service}-http`;
}

/** The names of all ports of a service. */
export function portNames({ name, http }: ServiceSpec): string[] {
  return [name, ...(http ? [httpPortName(name)] : [])];
}

/**
 * The services of the hub. They stop in the reverse of this sequence: the way in first, so that nothing new arrives
 * while the rest finish, and the log last.
 */
export const serviceTable: readonly ServiceSpec[] = [
  {
    name: "audit-log",
    entry: entry("audit-log"),
    door: "log",
    database: "audit_log",
    logKey: true,
    http: "TALANOA_LOG_HTTP_LISTEN",
    dataFolder: true,
  },
  {
    name: "member-feeds",
    entry: entry("member-feeds"),
    door: "feeds",
    database: "member_feeds",
    searchKey: true,
  },
  { name: "member-routing", entry: entry("member-routing"), door: "routing" },
  { name: "alert-intake", entry: entry("alert-intake"), door: "intake", hubKey: true },
  {
    name: "risk-profile",
    entry: entry("risk-profile"),
    door: "screening",
    database: "risk_profile",
    dataFolder: true,
    screening: true,
  },
  {
    name: "notification",
    entry: entry("notification"),
    door: "notification",
    database: "notification",
    settings: ({ addresses, keys }) => ({
      TALANOA_NOTIFICATION_KEY_FILE: keys.notificationKeyFile,
      // A hub without a console sends nobody anywhere.
      ...(addresses["console"] && { TALANOA_CONSOLE_URL: httpAddress(addresses["console"]) }),
    }),
  },
];

/** The console, and the issuer at which the people of the demo sign in: beside the hub, for `npm start`. */
export const consoleTable: readonly ServiceSpec[] = [
  {
    name: "demo-issuer",
    entry: join(import.meta.dirname, "issuer", "main.ts"),
    ready: listening,
    settings: ({ addresses, identitiesDir, keys }) => ({
      TALANOA_CONSOLE_URL: httpAddress(addresses["console"]),
      TALANOA_IDENTITIES_DIR: identitiesDir,
      TALANOA_TOKEN_KEY_FILE: keys.tokenKeyFile,
    }),
  },
  {
    name: "console",
    entry: entry("console"),
    door: "console",
    ready: listening,
    settings: ({ addresses, hubFile, keys }) => ({
      TALANOA_CONSOLE_URL: httpAddress(addresses["console"]),
      TALANOA_OIDC_ISSUER: httpAddress(addresses["demo-issuer"]),
      TALANOA_HUB_FILE: hubFile,
      TALANOA_SESSION_KEY_FILE: keys.sessionKeyFile,
    }),
  },
];

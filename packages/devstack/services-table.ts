import { join } from "node:path";
import type { Door } from "./identities.ts";

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
}

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
];

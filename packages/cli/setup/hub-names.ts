import type { HubService } from "@talanoa/contract/hub-services.ts";

/** Who has a certificate: the servers of broker and database, the services, and the console. */
export type CertificateName = "nats" | "postgres" | "console" | HubService;

const machine = ["localhost", "127.0.0.1", "::1"];
const instances = (name: string, count: number): string[] => [
  name,
  ...Array.from({ length: count }, (_, i) => `${name}-${i + 1}`),
];
const routes = ["nats-1.routes", "nats-2.routes", "nats-3.routes"];

/** The names under which docker-compose.yml reaches each. */
const hosts: { readonly [Name in CertificateName]: readonly string[] } = {
  nats: [...instances("nats", 3), ...routes],
  postgres: instances("postgres", 2),
  "alert-intake": instances("alert-intake", 2),
  "member-routing": instances("member-routing", 2),
  "member-feeds": instances("member-feeds", 2),
  "audit-log": instances("audit-log", 2),
  "risk-profile": instances("risk-profile", 2),
  notification: instances("notification", 2),
  console: instances("console", 2),
};

export const certificateNames = Object.keys(hosts) as readonly CertificateName[];

/**
 * The names and addresses that a certificate holds.
 *
 * @param doors under which participants reach the services
 */
export function hostsOf(name: CertificateName, doors: readonly string[]): string[] {
  const isDoor = name !== "nats" && name !== "postgres";
  return [...new Set([...hosts[name], ...machine, ...(isDoor ? doors : [])])];
}

/** Users of the database: its superuser, who replicates, and one a service that has a database. */
export const databaseUsers = [
  "postgres",
  "replication",
  "member_feeds",
  "audit_log",
  "risk_profile",
  "notification",
] as const;

/** The doors of both instances on the machine of docker-compose.yml, by the ports that it publishes. */
export const publishedPorts = {
  intake: [7401, 7411],
  feeds: [7402, 7412],
  routing: [7403, 7413],
  log: [7404, 7414],
  screening: [7405],
  notification: [7406],
  console: [7450],
} as const;
export const tilesPort = 7480;

const PORT = 7400;
const within = (service: HubService, count: number): string =>
  instances(service, count)
    .slice(1)
    .map((host) => `${host}:${PORT}`)
    .join(",");

/** The same doors between the containers, for the console. */
export const innerAddresses = {
  intake: within("alert-intake", 2),
  feeds: within("member-feeds", 2),
  routing: within("member-routing", 2),
  log: within("audit-log", 2),
  screening: `risk-profile:${PORT}`,
  notification: `notification:${PORT}`,
} as const;

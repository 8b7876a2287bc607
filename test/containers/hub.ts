import { join } from "node:path";
import { connect, type HubClient } from "@talanoa/client/connect.ts";
import type { CallOptions } from "@talanoa/client/hub.ts";
import { type Identity, loadIdentity } from "@talanoa/client/identity.ts";
import { brokerAccess } from "@talanoa/platform/bus/broker-access.ts";
import { servedThroughout } from "../support/served-throughout.ts";
import { ComposedHub } from "./engine.ts";

interface Told {
  readonly project: string;
  readonly secrets: string;
  readonly identities: string;
}

const told = JSON.parse(process.env["TALANOA_CONTAINERS"] ?? "{}") as Told;

/** The hub that `main.ts` has started. */
export const composed = new ComposedHub(told.project, told.secrets);

/** The folder of everyone's identities, for commands. */
export const { identities, secrets } = told;

export function identityOf(name: string): Promise<Identity> {
  return loadIdentity(join(identities, `${name}.json`));
}

export async function clientOf(name: string): Promise<HubClient> {
  return connect(await identityOf(name));
}

/** The containers, by what they are. */
export const brokers = ["nats-1", "nats-2", "nats-3"];
export const databases = ["postgres-1", "postgres-2"];
export const twice = ["alert-intake", "member-routing", "member-feeds", "audit-log"];
export const instances = [
  ...twice.flatMap((name) => [`${name}-1`, `${name}-2`]),
  "risk-profile",
  "notification",
  "console",
];

/** Changes the hub while calls of every kind go on: see servedThroughout. */
export async function servedMeanwhile(
  meanwhile: () => Promise<void>,
  options: CallOptions = {},
): Promise<number> {
  await using opened = new AsyncDisposableStack();
  return await servedThroughout(
    {
      as: async (name) => opened.use(await clientOf(name)),
      broker: brokerOfBackup(),
      once: { patience: 120_000 },
      options,
    },
    meanwhile,
  );
}

/** How a user of the broker who is no service comes to it, as the environment says it. */
export function brokerSettings(user: "backup" | "restore") {
  return {
    TALANOA_NATS_URL: [7421, 7422, 7423].map((port) => `tls://localhost:${port}`).join(","),
    TALANOA_NATS_SEED_FILE: join(secrets, "nats", `${user}.nk`),
    TALANOA_NATS_CA_FILE: join(secrets, "authority", "ca.crt"),
  };
}

/** The way to the broker of the one who makes backups, and may read all. */
export function brokerOfBackup() {
  return brokerAccess(brokerSettings("backup"), "backup");
}

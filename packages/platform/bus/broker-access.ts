import { readFileSync } from "node:fs";
import { HUB_API, JETSTREAM_API } from "@talanoa/contract/broker-rights.ts";
import { inboxOf } from "@talanoa/contract/subjects.ts";
import { nkeyAuthenticator, type TlsOptions } from "@nats-io/transport-node";
import { InvalidConfig, type ServiceSettings } from "../config.ts";
import { readCertificates, readSettingFile } from "../setting-file.ts";
import type { BusOptions } from "./connection.ts";

export type BrokerSettings = Pick<
  ServiceSettings,
  "TALANOA_NATS_URL" | "TALANOA_NATS_SEED_FILE" | "TALANOA_NATS_CA_FILE"
>;

export type BrokerAccess = Required<Pick<BusOptions, "servers" | "security" | "api">>;

/**
 * How a service reaches the broker: its servers, its nkey, and the authority of their certificates (TLS 1.3).
 * Who has an nkey has an account of its own there, into which JetStream's API is imported. Seed and authority are read again for each connection, so that a renewed one is used without a restart.
 * Throws InvalidConfig when a file cannot be used as it stands.
 *
 * @param user the broker's user, who has an inbox of its own
 */
export function brokerAccess(settings: BrokerSettings, user: string): BrokerAccess {
  const { TALANOA_NATS_SEED_FILE: seedFile, TALANOA_NATS_CA_FILE: caFile } = settings;
  const servers = settings.TALANOA_NATS_URL.split(",");
  const isTls = servers.some((url) => url.startsWith("tls://"));
  if (caFile) readCertificates("TALANOA_NATS_CA_FILE", caFile);
  if (seedFile) checkSeed(readSettingFile("TALANOA_NATS_SEED_FILE", seedFile).trim());
  return {
    servers,
    api: seedFile ? HUB_API : JETSTREAM_API,
    security: {
      inboxPrefix: inboxOf(user),
      ...(isTls && { tls: tlsOptions(caFile) }),
      ...(seedFile && { authenticator: nkeyAuthenticator(() => seedIn(seedFile)) }),
    },
  };
}

function tlsOptions(caFile: string | undefined): TlsOptions {
  // The client hands all of it to node:tls, though its type names only a part.
  const options: TlsOptions & { minVersion: "TLSv1.3" } = { minVersion: "TLSv1.3" };
  return caFile ? { ...options, caFile } : options;
}

function seedIn(file: string): Uint8Array {
  return Buffer.from(readFileSync(file, "utf8").trim());
}

/** Throws InvalidConfig unless it is the seed of a user's nkey. */
function checkSeed(seed: string): void {
  try {
    // Signing shows that the checksum is right.
    if (/^SU[A-Z2-7]{56}$/.test(seed) && nkeyAuthenticator(Buffer.from(seed))("nonce")) return;
  } catch {
    // The library's own message is about letters, not about settings.
  }
  throw new InvalidConfig(
    "TALANOA_NATS_SEED_FILE: must hold the seed of a user's nkey (58 letters and digits, SU…)",
  );
}
